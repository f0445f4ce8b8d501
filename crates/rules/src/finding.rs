//! What is wrong with rules.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A build refuses it.
    Error,
    /// A build says so and goes on.
    Warning,
}

/// One thing that is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where: `[[rule]] free-delivery`.
    pub place: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Finding {
    /// Something that a build refuses.
    pub(super) fn error(place: &str, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            place: place.into(),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    /// Something that a build only says.
    pub(super) fn warning(place: &str, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(place, problem, remedy) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cobuy.toml: {}: {}. {}", self.place, self.problem, self.remedy)
    }
}

/// The errors among findings, a line each; nothing if there is none.
pub fn errors(findings: &[Finding]) -> Option<String> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let lines: Vec<String> = errors.map(Finding::to_string).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
