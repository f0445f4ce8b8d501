//! The snapshot that was measured, and every answer, kept on disk: to look at, or to put the same questions to a browser.

use std::io::Write;
use std::path::{Path, PathBuf};

use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::progress::Progress;
use cobuy_publish::live::{Folder, Keys, PublishError, stage};
use cobuy_publish::pack::{Contents, Snapshot};
use cobuy_targets::{self as targets, Around, Own, TargetError, write_whole};
use serde_json::json;

use super::ask::Question;
use super::cases::Cases;
use super::figures::Answer;

/// Folder of the snapshot in what is kept.
pub const RECS: &str = "recs";

/// File of the answers in what is kept: a JSON object a line, `{placement, product, cart, seen, month, expect: {keys}}`, as
/// `recommend()` takes them; `cart` oldest first, `seen` newest first, `month` 1 to 12, absent where it is not known.
pub const ANSWERS: &str = "answers.jsonl";

/// Publishes the snapshot below `folder` and writes the protocol's answers beside it.
///
/// # Errors
/// [`PublishError`] where the folder cannot be written.
pub fn keep(
    folder: &Path,
    (contents, snapshot): (&Contents<'_>, &Snapshot),
    (cases, answers): (&Cases, &[Answer]),
    progress: &dyn Progress,
) -> Result<(), PublishError> {
    let keys = Keys { k: snapshot.k, kept: Vec::new(), changed_from: None };
    stage(Folder::open(&folder.join(RECS))?, contents, keys, None, progress)?.commit()?;
    let path = folder.join(ANSWERS);
    let written = write_whole(&path, |file| {
        cases.cases.iter().zip(answers).try_for_each(|(case, answer)| {
            let question = Question::new(contents.catalogue, cases, case);
            writeln!(file, "{}", line(contents.catalogue, &question, case.month, answer))
        })
    });
    written.map_err(|reason| PublishError::Io { path, action: "written", reason })
}

/// That what is kept can go into `folder` without harm; `inputs` are the files that the evaluation reads.
///
/// # Errors
/// [`TargetError`].
pub fn check_keep(folder: &Path, inputs: &[PathBuf]) -> Result<(), TargetError> {
    // The snapshot lies in it on purpose, the answers lie beside it.
    targets::check_private(&folder.join(ANSWERS), None, Around::Allowed, "--keep")?;
    targets::check_folder(folder, &[(ANSWERS, Own::Answers)], "--keep", inputs)?;
    targets::check_snapshot(&folder.join(RECS), "--keep", inputs)
}

fn line(
    catalogue: &Catalogue,
    question: &Question<'_>,
    month: Option<u8>,
    answer: &Answer,
) -> serde_json::Value {
    let key =
        |product: &u32| catalogue.products.get(*product as usize).map_or("", |known| known.key.as_str());
    let mut line = json!({
        "placement": "protocol",
        "product": question.product,
        "cart": question.cart,
        "seen": question.seen,
        "expect": { "keys": answer.shown.iter().map(key).collect::<Vec<_>>() },
    });
    if let Some(month) = month {
        line["month"] = (month + 1).into();
    }
    line
}
