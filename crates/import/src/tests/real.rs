//! Online Retail, where it is at hand.

use super::*;

/// The folder of public data sets, if it is there: where `COBUY_DATA` says, else `shared/data` beside the checkout.
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("COBUY_DATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    folder.is_dir().then_some(folder)
}

/// Figures counted independently, with a script over the same file and the rules of the preset.
#[test]
fn online_retail() {
    let Some(path) =
        data().map(|data| data.join("online_retail/orders_2010-12_2011-10.csv")).filter(|path| path.exists())
    else {
        println!(
            "Online Retail is absent: nothing checked (set COBUY_DATA to the folder that has online_retail/)"
        );
        return;
    };
    let imported = run(&Config::default(), &[path], None, &Silent).unwrap();
    let report = &imported.report;
    let filtered: Vec<u64> = report.filtered.iter().map(|by| by.lines).collect();
    assert_eq!((report.lines, report.used, report.unreadable.lines), (431_673, 419_604, 0));
    assert_eq!(filtered, [0, 7_852, 2_046, 1_157, 1_014]);
    assert_eq!((report.repaired.titles, report.repaired.titled_products), (5_078, 190));
    assert_eq!(report.uncommon_titles, 420);
    assert_eq!((report.orders, report.anonymous_orders, report.customers), (16_206, 1_222, 3_970));
    // 34 products are only in baskets that the cap cut.
    assert_eq!((imported.catalogue.products.len(), report.ordered_products), (3_743, 3_709));
    assert_eq!((report.capped_baskets, imported.orders.products.len()), (510, 358_202));
    assert_eq!((report.oldest_ms, report.newest_ms), (1_291_191_960_000, 1_320_081_180_000));
    let prices = || imported.catalogue.products.iter().filter_map(|product| product.price_minor);
    assert_eq!((report.products_without_price, prices().sum::<u64>()), (946, 891_768));
}
