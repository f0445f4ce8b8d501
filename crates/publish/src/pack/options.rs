//! `[placements.*]` of `cobuy.toml`, checked against the options table.

use cobuy_catalogue::config::Placements;
use cobuy_options::{Kind, Opt, Placement};
use cobuy_snapshot::records::OptionRecord;
use toml::Value;

/// What is wrong in `[placements]` of `cobuy.toml`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// No such placement.
    #[error("cobuy.toml: [placements.{placement}]: there is no such placement. Known: {known}")]
    Placement {
        /// Name as written.
        placement: String,
        /// The names there are.
        known: String,
    },
    /// No such option.
    #[error("cobuy.toml: placements.{placement}.{option}: there is no such option. Known: {known}")]
    Option {
        /// Name of the placement.
        placement: &'static str,
        /// Name of the option as written.
        option: String,
        /// The names there are.
        known: String,
    },
    /// The value is of another kind or out of its range.
    #[error("cobuy.toml: placements.{placement}.{option} = {value}: allowed is {allowed}")]
    Value {
        /// Name of the placement.
        placement: &'static str,
        /// Name of the option.
        option: &'static str,
        /// The value as written.
        value: String,
        /// What is allowed.
        allowed: String,
    },
}

/// The presets that the shop changed, ascending by placement and option. Values that are the preset's are left out.
///
/// # Errors
/// [`OptionError`] for a name that is unknown or a value out of its range.
pub fn records(placements: &Placements) -> Result<Vec<OptionRecord>, OptionError> {
    let mut records = Vec::new();
    for (name, options) in placements {
        let placement = placement(name)?;
        for (name, value) in options {
            let option = option(placement, name)?;
            let number = number(option.kind(), value).ok_or_else(|| refused(placement, option, value))?;
            if number != option.preset(placement) {
                records.push(OptionRecord {
                    placement: placement as u8,
                    option: option as u8,
                    value: number.into(),
                });
            }
        }
    }
    records.sort_unstable_by_key(|record| (record.placement, record.option));
    Ok(records)
}

/// Placements that a shop may set. The evaluation's is not among them: a score is comparable only if all shops and
/// versions take it the same way.
fn settable() -> impl Iterator<Item = Placement> {
    Placement::ALL.into_iter().filter(|placement| *placement != Placement::Protocol)
}

fn placement(name: &str) -> Result<Placement, OptionError> {
    settable().find(|placement| placement.name() == name).ok_or_else(|| OptionError::Placement {
        placement: name.to_owned(),
        known: settable().map(Placement::name).collect::<Vec<_>>().join(", "),
    })
}

fn option(placement: Placement, name: &str) -> Result<Opt, OptionError> {
    Opt::ALL.into_iter().find(|option| option.name() == name).ok_or_else(|| OptionError::Option {
        placement: placement.name(),
        option: name.to_owned(),
        known: Opt::ALL.map(Opt::name).join(", "),
    })
}

/// The number of a value; nothing if it is of another kind or out of range. Attributes are clamped, because a page
/// must go on; a file that somebody is just editing is better refused.
fn number(kind: Kind, value: &Value) -> Option<i32> {
    match kind {
        Kind::Integer { .. } => {
            let number = i32::try_from(value.as_integer()?).ok()?;
            (kind.clamp(number) == number).then_some(number)
        }
        Kind::Choice(_) => kind.parse(value.as_str()?),
    }
}

fn refused(placement: Placement, option: Opt, value: &Value) -> OptionError {
    let allowed = match option.kind() {
        Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
        Kind::Choice(words) => {
            let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
            format!("one of {}", quoted.join(", "))
        }
    };
    let (placement, option) = (placement.name(), option.name());
    OptionError::Value { placement, option, value: value.to_string(), allowed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Vec<(u8, u8, i32)>, String> {
        let placements: Placements = toml::from_str(text).expect("TOML");
        let records = records(&placements).map_err(|error| error.to_string())?;
        Ok(records.iter().map(|record| (record.placement, record.option, record.value.get())).collect())
    }

    #[test]
    fn changed_presets_become_records() {
        let check =
            |text: &str, expected: &[(u8, u8, i32)]| assert_eq!(parsed(text).as_deref(), Ok(expected));
        check("", &[]);
        check(
            "[pdp]\nlimit = 4\nfallback = \"none\"\n[cart]\nmin-items = 1",
            &[(0, 0, 4), (0, 3, 0), (1, 1, 1)],
        );
        check("[pdp]\nlimit = 6", &[]);
    }

    #[test]
    fn errors_name_the_key_and_the_range() {
        let check = |text: &str, expected: &str| {
            let error = parsed(text).expect_err("is refused");
            assert!(error.starts_with(expected), "{error:?} does not start with {expected:?}");
        };
        check("[pdb]", "cobuy.toml: [placements.pdb]: there is no such placement. Known: pdp, cart");
        check("[protocol]", "cobuy.toml: [placements.protocol]: there is no such placement");
        check(
            "[pdp]\nlimits = 4",
            "cobuy.toml: placements.pdp.limits: there is no such option. Known: limit, ",
        );
        check(
            "[cart]\nlimit = 99",
            "cobuy.toml: placements.cart.limit = 99: allowed is a whole number from 1 to 24",
        );
        check("[pdp]\nlimit = \"4\"", "cobuy.toml: placements.pdp.limit = \"4\": allowed is a whole number");
        check("[pdp]\nlimit = 4294967297", "cobuy.toml: placements.pdp.limit = 4294967297: allowed is");
        check(
            "[pdp]\nfallback = \"all\"",
            "cobuy.toml: placements.pdp.fallback = \"all\": allowed is one of \"none\", \"popular\", \"similar\"",
        );
    }
}
