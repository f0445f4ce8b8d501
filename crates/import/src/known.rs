//! Column names known from exports, and what tells exports apart.

use cobuy_catalogue::config::OrderPreset;

use super::columns::Header;

/// Names of one field as [`Header`] compares them: lower case, letters and digits only; best first.
type Names = &'static [&'static str];

/// Column names known from exports, by field; best first.
pub(super) struct Known {
    pub order_id: Names,
    pub customer_id: Names,
    pub timestamp: Names,
    pub product_id: Names,
    pub title: Names,
    pub quantity: Names,
    pub unit_price: Names,
    pub currency: Names,
}

/// Exports of shop systems, warehouses and analytics, and the data sets that recommenders are compared on.
pub(super) const GENERIC: Known = Known {
    order_id: &[
        "orderid",
        "invoiceno",
        "invoiceid",
        "invoicenumber",
        "invoice",
        "ordernumber",
        "orderno",
        "order",
        "ordername",
        "incrementid",
        "transactionid",
        "transaction",
        "basketid",
        "basket",
        "receiptid",
        "receipt",
        "purchaseid",
        "bestellnummer",
        "numerodecommande",
        "sessionid",
    ],
    customer_id: &[
        "customerid",
        "customeruserid",
        "customernumber",
        "customer",
        "userid",
        "clientid",
        "buyerid",
        "membernumber",
        "memberid",
        "householdkey",
        "householdid",
        "userpseudoid",
        "visitorid",
        "kundennummer",
        "customeremail",
        "email",
        "user",
    ],
    timestamp: &[
        "timestamp",
        "invoicedate",
        "orderdate",
        "orderdatetime",
        "ordertime",
        "orderedat",
        "createdat",
        "datecreated",
        "purchasedat",
        "purchasedate",
        "purchasetime",
        "orderpurchasetimestamp",
        "transactiondate",
        "transactiontime",
        "transactiondt",
        "eventtimestamp",
        "eventtime",
        "tdat",
        "bestelldatum",
        "datedecommande",
        "datetime",
        "date",
        "time",
        "ts",
    ],
    product_id: &[
        "productid",
        "stockcode",
        "sku",
        "productsku",
        "itemsku",
        "variantsku",
        "itemid",
        "articleid",
        "articlenumber",
        "productcode",
        "productkey",
        "parentasin",
        "asin",
        "artikelnummer",
    ],
    // Those that can be of nothing but a product come first: a "title" may be how the buyer is addressed.
    title: &[
        "producttitle",
        "productname",
        "itemname",
        "title",
        "description",
        "itemdescription",
        "productdescription",
        "name",
        "item",
        "product",
        "article",
        "artikel",
    ],
    quantity: &["quantity", "qty", "units", "menge"],
    unit_price: &["unitprice", "itemprice", "productprice", "price", "salesprice", "preis"],
    currency: &["currency", "currencycode", "ordercurrency"],
};

/// Shopify's orders export names no product: lines join by SKU, else by "Title - Variant" (the hosts' reference, 7).
pub(super) const SHOPIFY: Known = Known {
    order_id: &["name"],
    customer_id: &["email", "customerid"],
    timestamp: &["createdat", "paidat"],
    product_id: &["lineitemsku"],
    title: &["lineitemname"],
    quantity: &["lineitemquantity"],
    unit_price: &["lineitemprice"],
    currency: &["currency"],
};

/// Columns that only Shopify's orders export has.
const SHOPIFY_SIGNS: [&str; 3] = ["name", "lineitemname", "lineitemquantity"];

/// Columns of the UCI Online Retail file and of its second part, Online Retail II.
const ONLINE_RETAIL_SIGNS: [[&str; 7]; 2] = [
    ["invoiceno", "stockcode", "description", "quantity", "invoicedate", "unitprice", "customerid"],
    ["invoice", "stockcode", "description", "quantity", "invoicedate", "price", "customerid"],
];

/// What stands in a column about the buyer, wherever in the column's name.
const OF_BUYERS: [&str; 12] = [
    "email",
    "phone",
    "mobile",
    "telefon",
    "address",
    "adresse",
    "customer",
    "buyer",
    "client",
    "recipient",
    "billing",
    "kunde",
];

/// Columns about the buyer whose names say so as a whole only: a product has a "cityscape", too.
const BUYERS: [&str; 12] = [
    "city",
    "street",
    "zip",
    "zipcode",
    "postcode",
    "postalcode",
    "plz",
    "firstname",
    "lastname",
    "surname",
    "vorname",
    "nachname",
];

/// Whether a file's lines say who bought. A column that is just called "name" is then the buyer's as likely as the product's.
pub(super) fn names_buyers(header: &Header) -> bool {
    GENERIC.customer_id.iter().chain(&BUYERS).any(|name| header.has_all(&[name]))
        || OF_BUYERS.iter().any(|part| header.any_contains(part))
}

/// Whose export a file with this header is.
pub(super) fn recognised(header: &Header) -> OrderPreset {
    if header.has_all(&SHOPIFY_SIGNS) {
        OrderPreset::Shopify
    } else if ONLINE_RETAIL_SIGNS.iter().any(|signs| header.has_all(signs)) {
        OrderPreset::OnlineRetail
    } else {
        OrderPreset::Generic
    }
}
