//! Reviews and pictures beside a small shop.

use cobuy_catalogue::data::Product;
use proptest::prelude::*;

use super::*;
use crate::{add_pictures, add_reviews};

const ORDERS: &str = "order_id,timestamp,sku\n1,2026-03-01,TN-1\n1,2026-03-01,pegs\n";
const PRODUCTS: &str =
    "id,title,aliases,image\ntent,Tent,TN-1|TN-2,/p/dome.jpg?v=1\npegs,Pegs,PG-1,\nlamp,Lamp,,\n";

fn shop(config: &Config) -> Imported {
    let (_orders, orders) = written("orders.csv", ORDERS);
    let (_products, products) = written("products.csv", PRODUCTS);
    run(config, &[orders], Some(&products), &Silent).unwrap()
}

fn reviewed(toml: &str, bytes: impl AsRef<[u8]>) -> Result<Imported, ImportError> {
    let config = Config::parse(toml, "cobuy.toml").unwrap();
    let mut imported = shop(&config);
    let (_folder, path) = written("reviews.csv", bytes);
    let before = imported.catalogue.products.clone();
    let added = add_reviews(&mut imported, &[path], &config, &Silent);
    if added.is_err() {
        assert!(imported.catalogue.products == before && imported.report.reviews.is_none());
    }
    added.map(|()| imported)
}

fn product<'i>(imported: &'i Imported, key: &str) -> &'i Product {
    imported.catalogue.products.iter().find(|product| product.key == key).unwrap()
}

#[test]
fn reviews_find_their_products() {
    // As review apps write them: a number that the shop's file does not have beside a SKU that it has.
    let file = "Product ID,SKU,Rating,Title,Body,Created at\n\
                991,TN-1,5,Love it,\"<p>Durable,\nand so light.</p>\",2026-02-01\n\
                991,TN-2,4/5,,Very durable tent,2024-02-01\n\
                992,pegs,2,,,2026-02-01\n\
                993,XX-9,5,,Great,2026-02-01\n\
                994,,1,,,\n\
                ,,3,,No product,2026-02-01\n";
    let imported = reviewed("reviews.max_unreadable = 0.5", file).unwrap();
    let report = imported.report.reviews.as_ref().unwrap();
    assert_eq!((report.lines, report.unreadable.lines, report.unjoined.lines), (6, 1, 2));
    assert_eq!(report.unjoined.first, [("993".to_owned(), 1), ("994".to_owned(), 1)]);
    assert_eq!((report.join_rate, report.received.reviews, report.received.products), (0.6, 3, 2));
    let tent = &product(&imported, "tent").details;
    assert_eq!(tent.reviews, "Love it. Durable, and so light.\nVery durable tent");
    let opinion = tent.opinion.as_deref().unwrap();
    assert_eq!((opinion.texts, opinion.balance, opinion.themes[0].affirmed), (2, 1, 2));
    assert_eq!((tent.rating_hundredths, tent.ratings), (Some(450), 2));
    assert_eq!(product(&imported, "pegs").details.rating_hundredths, Some(200));
    assert_eq!(product(&imported, "lamp").details, Details::default());
    // Half a year before the newest order, and no older.
    let toml = "reviews.max_unreadable = 0.5\nreviews.max_age_days = 180";
    let report = reviewed(toml, file).unwrap().report.reviews.unwrap();
    assert_eq!((report.too_old, report.unreadable.lines, report.received.reviews), (1, 2, 2));
}

#[test]
fn columns_can_be_named() {
    let toml = "[reviews]\ncolumns = { product = 'Artikel', text = 'Meinung' }\nlanguage = 'de'";
    let imported = reviewed(toml, "Artikel;Meinung\nPG-1;Sehr robust und nicht schwer\n").unwrap();
    let report = imported.report.reviews.as_ref().unwrap();
    assert_eq!((&*report.files[0].kind, report.received.unjudged), ("CSV with ;", 1));
    assert_eq!(report.received.languages, [("German", 1)]);
    assert_eq!(product(&imported, "pegs").details.opinion.as_deref().unwrap().themes[0].affirmed, 1);
}

#[test]
fn reviews_that_cannot_be_used_are_refused() {
    let check = |toml: &str, file: &str, expected: &[&str]| {
        let error = reviewed(toml, file).unwrap_err().to_string();
        assert!(expected.iter().all(|part| error.contains(part)), "{error}");
    };
    check("", "text,rating\nGood,5\n", &["no column for the product", "[reviews] columns"]);
    check("", "sku,colour\ntent,red\n", &["no column for the text", "[reviews] columns"]);
    check("", "sku,text\nnone,Good\n", &["none of 1 reviews", "there are none …", "[reviews] columns"]);
    check("", "sku,text\n", &["no line below it"]);
    check("", "sku,rating\ntent,many\n", &["reviews.csv:2: the rating is not a number from 0 to 100"]);
    check("reviews.max_age_days = 9", "sku,text\ntent,Good\n", &["no column for the date", "date = "]);
    check(
        "reviews.columns = { text = 'Meinung' }",
        "sku,text\ntent,Good\n",
        &["\"Meinung\"", "does not have"],
    );
    let wrong = Config::parse("[reviews]\nlanguage = '??'", "cobuy.toml").unwrap_err().to_string();
    assert!(wrong.contains("cobuy.toml:2:") && wrong.contains("write en, de or fr-CA"), "{wrong}");
}

#[test]
fn pictures_find_their_products() {
    let config = Config::default();
    let mut imported = shop(&config);
    let folder = tempfile::tempdir().unwrap();
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pictures");
    let copy = |from: &str, to: &str| {
        std::fs::create_dir_all(folder.path().join("more")).unwrap();
        std::fs::copy(pictures.join(from), folder.path().join(to)).unwrap();
    };
    copy("tent.png", "dome.png");
    copy("pegs.jpg", "more/pegs.JPG");
    copy("lamp.webp", "more/pegs.webp");
    copy("stove.gif", "stove.gif");
    copy("mug.png", "lamp.png");
    std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
    add_pictures(&mut imported, folder.path(), &Silent).unwrap();
    let report = imported.report.pictures.as_ref().unwrap();
    assert_eq!((report.files, report.products, report.further), (5, 2, 1));
    assert_eq!(report.strangers_first, ["stove.gif"]);
    assert_eq!(report.other_files, [("txt".to_owned(), 1)]);
    assert_eq!((report.broken, report.broken_first[0].0.as_str()), (1, "lamp.png"));
    let look = |key: &str| product(&imported, key).details.look.as_deref();
    assert!(look("lamp").is_none());
    let likeness = look("tent").unwrap().likeness(look("pegs").unwrap());
    assert!(likeness > 0.85, "one picture in two formats: {likeness}");
}

#[test]
fn formats_say_the_same() {
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pictures");
    let read =
        |name: &str| cobuy_content::pictures::read(&std::fs::read(pictures.join(name)).unwrap()).unwrap();
    let png = read("tent.png");
    for other in ["pegs.jpg", "lamp.webp", "stove.gif"] {
        let likeness = png.likeness(&read(other));
        assert!(likeness > 0.85, "{other}: {likeness}");
    }
    assert_eq!(png, read("lamp.webp"));
}

#[test]
fn folders_without_a_picture_of_a_product_are_refused() {
    let mut imported = shop(&Config::default());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("other.png"), b"").unwrap();
    let error = add_pictures(&mut imported, folder.path(), &Silent).unwrap_err().to_string();
    assert!(
        error.contains("none of 1 PNG") && error.contains("(there are other.png …). Name them by"),
        "{error}"
    );
    let error = add_pictures(&mut imported, &folder.path().join("no"), &Silent).unwrap_err().to_string();
    assert!(error.contains("cannot be read"), "{error}");
    assert!(imported.report.pictures.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_as_reviews(
        body in proptest::collection::vec(prop_oneof![
            6 => any::<u8>().prop_map(|byte| vec![byte]), 3 => Just(b",".to_vec()), 2 => Just(b"\n".to_vec()),
            2 => Just(b"tent,".to_vec()), 1 => Just(b"5,".to_vec()), 1 => Just("nicht sehr haltbar, n't é’".into()),
        ], 0..120),
    ) {
        let mut bytes = b"sku,rating,text,title,date\n".to_vec();
        bytes.extend(body.concat());
        let _ = reviewed("reviews = { max_unreadable = 1.0, max_age_days = 30 }", bytes);
    }

    #[test]
    fn any_bytes_as_a_picture(
        format in 0usize..4,
        cut in 0usize..2_000,
        changes in proptest::collection::vec((0usize..2_000, any::<u8>()), 0..12),
    ) {
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pictures");
        let name = ["tent.png", "pegs.jpg", "lamp.webp", "stove.gif"][format];
        let mut bytes = std::fs::read(pictures.join(name)).unwrap();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(cut.max(8));
        let _ = cobuy_content::pictures::read(&bytes);
    }
}
