//! Parquet round trips, written with the same crate's writer.

use std::fs::File;
use std::sync::Arc;

use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::*;

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    values: &[T::T],
    levels: Option<&[i16]>,
) {
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, levels, None).unwrap();
    column.close().unwrap();
}

fn text(values: &[&str]) -> Vec<ByteArray> {
    values.iter().map(|value| ByteArray::from(*value)).collect()
}

/// Two row groups; every type that is read; nulls.
fn write(path: &Path) {
    let schema = "message orders {
        required int64 order_id;
        optional double customer_id;
        required int64 timestamp (TIMESTAMP(MICROS, false));
        required binary product_id (UTF8);
        optional binary title (UTF8);
        required int32 quantity;
        required fixed_len_byte_array(5) unit_price (DECIMAL(10, 2));
        required binary currency (UTF8);
        required float unread;
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties =
        Arc::new(WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, properties).unwrap();
    let price = |minor: i64| FixedLenByteArray::from(minor.to_be_bytes()[3..].to_vec());
    let noon = 1_771_675_200_000_000; // 2026-02-21T12:00:00
    for group in 0..2 {
        let mut rows = writer.next_row_group().unwrap();
        column::<Int64Type>(&mut rows, &[100 + group, 100 + group, 200 + group], None);
        column::<DoubleType>(&mut rows, &[17850.0, f64::NAN], Some(&[1, 0, 1]));
        column::<Int64Type>(&mut rows, &[noon + group * 1_000_000; 3], None);
        column::<ByteArrayType>(&mut rows, &text(&["tea", "cup", "tea"]), None);
        column::<ByteArrayType>(&mut rows, &text(&["Tea", "Tea, loose"]), Some(&[1, 0, 1]));
        column::<Int32Type>(&mut rows, &[1, 2, if group == 0 { -1 } else { 3 }], None);
        column::<FixedLenByteArrayType>(&mut rows, &[price(255), price(1200), price(265)], None);
        column::<ByteArrayType>(&mut rows, &text(&["EUR"; 3]), None);
        column::<FloatType>(&mut rows, &[0.0; 3], None);
        rows.close().unwrap();
    }
    writer.close().unwrap();
}

#[test]
fn orders_and_the_same_as_csv() {
    let folder = tempfile::tempdir().unwrap();
    let (parquet, csv) = (folder.path().join("orders"), folder.path().join("orders.csv"));
    write(&parquet);
    let text = "order_id,customer_id,timestamp,product_id,title,quantity,unit_price,currency\n\
        100,17850.0,2026-02-21 12:00:00,tea,Tea,1,2.55,EUR\n\
        100,,2026-02-21 12:00:00,cup,,2,12,EUR\n\
        200,,2026-02-21 12:00:00,tea,\"Tea, loose\",-1,2.65,EUR\n\
        101,17850,2026-02-21 12:00:01,tea,Tea,1,2.55,EUR\n\
        101,,2026-02-21 12:00:01,cup,,2,12,EUR\n\
        201,,2026-02-21 12:00:01,tea,\"Tea, loose\",3,2.65,EUR\n";
    std::fs::write(&csv, text).unwrap();
    let config = Config::parse("orders.utc_offset_minutes = 60", "cobuy.toml").unwrap();
    let import = |path: &Path| {
        let mut imported = run(&config, &[path.to_owned()], None, &Silent).unwrap();
        imported.report.files.clear();
        described(&imported)
    };
    let found = import(&parquet);
    assert_eq!(found, import(&csv));
    assert!(found.contains("order 1771671600000 by 0: cup tea"), "{found}");
    assert!(found.contains(r#"product "tea" "tea" price Some(255)"#), "{found}");
}

#[test]
fn a_products_file() {
    let folder = tempfile::tempdir().unwrap();
    let (orders, products) = (folder.path().join("orders"), folder.path().join("products.parquet"));
    write(&orders);
    let schema = "message products { required binary id (UTF8); required binary title (UTF8); required double price; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer =
        SerializedFileWriter::new(File::create(&products).unwrap(), schema, Arc::default()).unwrap();
    let mut rows = writer.next_row_group().unwrap();
    column::<ByteArrayType>(&mut rows, &text(&["tea", "cup"]), None);
    column::<ByteArrayType>(&mut rows, &text(&["Tea", "Cup"]), None);
    column::<DoubleType>(&mut rows, &[2.55, 12.0], None);
    rows.close().unwrap();
    writer.close().unwrap();
    let imported = run(&Config::default(), &[orders], Some(&products), &Silent).unwrap();
    let prices: Vec<Option<u64>> =
        imported.catalogue.products.iter().map(|product| product.price_minor).collect();
    assert_eq!(prices, [Some(1200), Some(255)]);
}

#[test]
fn damaged_files_are_errors() {
    let (_folder, path) = written("orders.parquet", "");
    write(&path);
    let whole = std::fs::read(&path).unwrap();
    for cut in [4, 12, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        assert!(run(&Config::default(), std::slice::from_ref(&path), None, &Silent).is_err(), "cut at {cut}");
    }
}

#[test]
fn a_list_is_named_in_the_error() {
    let (_folder, path) = written("orders.parquet", "");
    let schema = "message orders { required binary order_id (UTF8); required binary timestamp (UTF8);
        repeated binary product_id (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(&path).unwrap(), schema, Arc::default()).unwrap();
    let mut rows = writer.next_row_group().unwrap();
    column::<ByteArrayType>(&mut rows, &text(&["1"]), None);
    column::<ByteArrayType>(&mut rows, &text(&["2026-01-01"]), None);
    let mut list = rows.next_column().unwrap().unwrap();
    list.typed::<ByteArrayType>().write_batch(&text(&["a", "b"]), Some(&[1, 1]), Some(&[0, 1])).unwrap();
    list.close().unwrap();
    rows.close().unwrap();
    writer.close().unwrap();
    let error = run(&Config::default(), &[path], None, &Silent).unwrap_err().to_string();
    assert!(error.contains("the column product_id is a list"), "{error}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    /// A damaged file is an error or other values, never a panic.
    #[test]
    fn changed_bytes(changes in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), 1u8..), 1..4)) {
        let (_folder, path) = written("orders.parquet", "");
        write(&path);
        let mut bytes = std::fs::read(&path).unwrap();
        for (at, change) in changes {
            let at = at.index(bytes.len());
            bytes[at] ^= change;
        }
        std::fs::write(&path, bytes).unwrap();
        let _ = run(&Config::default(), &[path], None, &Silent);
    }
}
