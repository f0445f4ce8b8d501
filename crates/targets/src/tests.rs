//! What may be overwritten, and what may not.

use super::*;

const CSV: Own = Own::Csv("product,orders,customers");

#[track_caller]
fn check(path: &Path, own: Own, inputs: &[PathBuf], refused: Option<&str>) {
    let checked = Target { path, own, option: "--work" }.check(inputs);
    match (checked, refused) {
        (Ok(()), None) => {}
        (Err(error), Some(expected)) => {
            let text = error.to_string();
            assert!(text.contains(expected) && text.contains("--work"), "{text}");
            assert!(text.starts_with(&path.display().to_string()), "{text}");
        }
        (found, _) => panic!("{}: {found:?}, expected {refused:?}", path.display()),
    }
}

#[test]
fn only_files_of_its_own_are_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("items.csv");
    check(&path, CSV, std::slice::from_ref(&path), None);
    for (text, refused) in [
        ("", None),
        ("product,orders,customers\ntent,1,1\n", None),
        ("product,orders,customers\r\n", None),
        ("id,title\n1,Tent\n", Some("cobuy did not write it")),
        ("product,orders,customers,note\n", Some("cobuy did not write it")),
    ] {
        fs::write(&path, text).unwrap();
        check(&path, CSV, &[], refused);
    }
    fs::write(&path, "product,orders,customers\n").unwrap();
    check(&path, CSV, std::slice::from_ref(&path), Some("is read by this command"));
    check(&path, CSV, &[folder.path().join("./items.csv")], Some("is read by this command"));
    fs::create_dir(folder.path().join("pairs.csv")).unwrap();
    check(&folder.path().join("pairs.csv"), CSV, &[], Some("cobuy did not write it"));
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("elsewhere"), "product,orders,customers\n").unwrap();
    symlink(at("elsewhere"), at("items.csv")).unwrap();
    check(&at("items.csv"), CSV, &[], Some("is a link"));
    check(&at("items.csv"), CSV, &[at("elsewhere")], Some("is read by this command"));
    symlink(at("nowhere"), at("dangling.csv")).unwrap();
    check(&at("dangling.csv"), CSV, &[], Some("is a link"));
    // What a temporary file would be called may be a link, too.
    symlink(at("elsewhere"), at(".page.html.part")).unwrap();
    write_whole(&at("page.html"), |file| std::io::Write::write_all(file, b"page")).unwrap();
    assert_eq!(fs::read_to_string(at("elsewhere")).unwrap(), "product,orders,customers\n");
    assert_eq!(fs::read_to_string(at("page.html")).unwrap(), "page");
}

#[test]
fn a_manifest_is_known_by_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("manifest.json");
    let generation = "0123456789abcdef0123456789abcdef";
    for (text, ours) in [
        (
            format!(
                r#"{{"format": 1, "cobuy": "0.1.0", "generation": "{generation}", "k": 2, "files": []}}"#
            ),
            true,
        ),
        (r#"{"name": "Shop", "start_url": "/", "icons": []}"#.to_owned(), false),
        (format!(r#"{{"format": 1, "cobuy": "0.1.0", "generation": "{generation}", "k": 9}}"#), false),
        (r#"{"format": 1, "cobuy": "0.1.0", "generation": "x", "k": 2}"#.to_owned(), false),
        ("not JSON".to_owned(), false),
    ] {
        fs::write(&path, &text).unwrap();
        assert_eq!(Own::Manifest.is_at(&path), ours, "{text}");
        assert_eq!(check_snapshot(folder.path(), "--out", &[]).is_ok(), ours, "{text}");
    }
}

#[test]
fn a_folder_of_somebody_elses_is_not_published_into() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let refused = |expected: &str| {
        let error = check_snapshot(folder.path(), "--out", &[]).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
    };
    check_snapshot(folder.path(), "--out", &[]).unwrap();
    fs::write(at(".cobuy.lock"), "a note").unwrap();
    refused(".cobuy.lock: is there already");
    fs::write(at(".cobuy.lock"), "").unwrap();
    fs::create_dir_all(at("v1/s")).unwrap();
    fs::write(at("v1/s/README"), "of somebody else").unwrap();
    check_snapshot(folder.path(), "--out", &[]).unwrap();
    fs::write(at("v1/s/a.bin"), "of somebody else").unwrap();
    refused("a.bin: is there already");
    #[cfg(unix)]
    {
        fs::remove_dir_all(at("v1")).unwrap();
        fs::create_dir_all(at("other/s")).unwrap();
        std::os::unix::fs::symlink(at("other"), at("v1")).unwrap();
        refused("v1: is a link");
    }
}

#[test]
fn private_tables_are_known_by_what_they_hold() {
    let folder = tempfile::tempdir().unwrap();
    let check = |name: &str, text: &str, private: bool| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        assert_eq!(private_table(&path).is_some(), private, "{name}: {text}");
    };
    check("items.csv", "product,orders,customers\ntent,3,2\n", true);
    check("renamed.csv", "product_a,product_b,orders,customers\n", true);
    check(".pairs.csv.part", "product_a,product_b,orders,customers\n", true);
    check("seasons.csv", "product_a,product_b,found,months,orders\n", true);
    check("feed.csv", "id,title,link\n", false);
    check("items.txt", "product,orders,customers\n", false);
    check("catalogue.json", "[\n{\"key\":\"tent\",\"title\":\"Tent\"}\n]\n", true);
    let info = r#"{"generation": "a", "newest_order_ms": 1, "orders": 2, "min_customers": 3}"#;
    check("work.json", info, true);
    check("manifest.json", r#"{"name": "Shop"}"#, false);
    check("answers.jsonl", "{\"cart\":[],\"placement\":\"protocol\"}\n", true);
    check("table.parquet", "PAR1", false);
    let page = "<!doctype html>\n<html lang=\"en\"><head><title>What sells together in x</title>";
    check("page.html", page, false);
    check("page.html", &format!("{page}{PRIVATE_PAGE}"), true);
    check("index.html", "<!doctype html>\n<html lang=\"en\"><head><title>Shop</title>", false);
}
