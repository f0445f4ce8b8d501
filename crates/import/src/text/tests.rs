use proptest::prelude::*;

use super::*;

fn table(bytes: &[u8]) -> Result<TextTable<'static>, ImportError> {
    TextTable::open("orders.csv".to_owned(), Box::new(std::io::Cursor::new(bytes.to_vec())))
}

fn records(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
    let mut table = table(bytes)?;
    let mut all = Vec::new();
    while let Some(block) = table.next()? {
        for_each_record(&block, table.delimiter, |record| {
            all.push((
                record.line,
                record.fields.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect(),
            ));
        });
    }
    Ok(all)
}

#[track_caller]
fn check(text: &str, expected: &[(u64, &[&str])]) {
    let expected: Vec<(u64, Vec<String>)> = expected
        .iter()
        .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
        .collect();
    assert_eq!(records(text.as_bytes()).unwrap(), expected, "{text:?}");
}

#[test]
fn delimiters_quotes_and_line_numbers() {
    check("a,b\n1,2\n3,4", &[(2, &["1", "2"]), (3, &["3", "4"])]);
    check("a;b,c;d\n1;2;3\n", &[(2, &["1", "2", "3"])]);
    check(
        "a\tb\r\n1\t\"2\"\r\n3\t\"\r\n4\"\r\n5\t6",
        &[(2, &["1", "2"]), (3, &["3", "\r\n4"]), (5, &["5", "6"])],
    );
    check("\n\"a,;;\",b\n1,2\n", &[(3, &["1", "2"])]);
    check("a,b\n\"1\nx\",2\n3,4\n", &[(2, &["1\nx", "2"]), (4, &["3", "4"])]);
    check("a,b\n5\" plate,2\n3,\"say \"\"hi\"\"\"\n", &[(2, &["5\" plate", "2"]), (3, &["3", "say \"hi\""])]);
    check("a,b\n\"x\"y\"z,2\n", &[(2, &["xy\"z", "2"])]);
}

#[test]
fn a_quote_that_never_closes_is_an_error_with_its_line() {
    let error = records(b"a,b\n1,2\n\"3,4\n5,6\n").unwrap_err().to_string();
    assert!(error.starts_with("orders.csv:3: a quote"), "{error}");
}

#[test]
fn a_record_without_end_is_an_error_after_one_block() {
    let mut bytes = b"a,b\n1,2\n".to_vec();
    bytes.resize(100 << 20, b'x');
    let error = records(&bytes).unwrap_err().to_string();
    assert!(
        error.starts_with("orders.csv:3: the record that begins here is longer than 1048576 bytes"),
        "{error}"
    );
    let error = table(&vec![b'x'; 5 << 20]).err().unwrap().to_string();
    assert!(error.starts_with("orders.csv:1: "), "{error}");
}

#[test]
fn blocks_do_not_change_records() {
    let mut text = String::from("id,text\n");
    let lines = 150_000u64;
    for line in 0..lines {
        text.push_str(&format!(
            "{line},\"a \"\"quoted\"\"\n field {line} and some more of it to fill blocks\"\n"
        ));
    }
    assert!(text.len() > 2 * BLOCK_BYTES);
    let all = records(text.as_bytes()).unwrap();
    assert_eq!(all.len() as u64, lines);
    assert!(all.iter().zip(0..).all(|((line, cells), at)| *line == 2 + 2 * at && cells[0] == at.to_string()));
}

proptest! {
    /// The scanner and the csv crate agree on where records end, for whatever bytes.
    #[test]
    fn scanner_agrees_with_the_csv_crate(bytes in proptest::collection::vec(
        prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'a'), Just(b' ')], 0..60)) {
        let found = scan(&bytes, b',');
        let (head, tail) = bytes.split_at(found.end);
        let split = |part: &[u8]| {
            reader(part, b',').into_byte_records().map(|record| record.unwrap()).map(|record| {
                record.iter().map(<[u8]>::to_vec).collect::<Vec<_>>()
            }).collect::<Vec<_>>()
        };
        let mut parts = split(head);
        parts.extend(split(tail));
        prop_assert_eq!(parts, split(&bytes));
    }

    /// Whatever bytes come, opening and reading ends without a panic.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = records(&bytes);
    }
}
