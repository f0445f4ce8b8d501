//! `[catalog]`: the key, the addresses and what prices mean.

use cobuy_engine::address::is_web;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::range;

/// `[catalog]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CatalogConfig {
    /// Column of the products file that holds the key: the one name of a product that every page of the shop knows.
    /// Default: the preset's (Shopify handle, WooCommerce id of the parent), else found by well-known names.
    pub key: Option<String>,
    /// Address of a product page, with `{key}` where the key stands. Default: `shopify` `/products/{key}`,
    /// `woocommerce` `/?p={key}`, else none and cards link nowhere unless the products file has addresses.
    #[serde(deserialize_with = "url_template")]
    pub url_template: Option<Template>,
    /// Address of a picture, with `{key}`. Default none.
    #[serde(deserialize_with = "image_template")]
    pub image_template: Option<Template>,
    /// ISO 4217 code of all prices. Default: the files', where they state one; `online-retail` GBP.
    pub currency: Option<Currency>,
    /// BCP 47 tag of the titles, for example `en-GB`. Default `en`.
    pub locale: String,
    /// ISO 3166 code of the country the prices are for. Default none: prices are for every country.
    pub country: Option<String>,
    /// Whether prices include tax: `"included"` or `"excluded"`. Default `"included"`.
    pub tax_display: TaxDisplay,
    /// Customer group the prices are for. Default none: prices are for everybody.
    pub customer_group: Option<String>,
    /// Whether the compare-at price of a Shopify export and the regular price of a WooCommerce export are the lowest prices of
    /// the 30 days before, so that reductions may be announced against them. They usually are not. Default false.
    pub compare_at_is_30d_low: bool,
    /// Hours after which a snapshot price is no longer painted, 0 to 720. 0 never paints one. Default 24.
    #[serde(deserialize_with = "range::whole::<_, 0, 720>")]
    #[cfg_attr(test, schemars(range(min = 0, max = 720)))]
    pub price_max_age_hours: u32,
}

impl Default for CatalogConfig {
    fn default() -> CatalogConfig {
        CatalogConfig {
            key: None,
            url_template: None,
            image_template: None,
            currency: None,
            locale: "en".to_owned(),
            country: None,
            tax_display: TaxDisplay::Included,
            customer_group: None,
            compare_at_is_30d_low: false,
            price_max_age_hours: 24,
        }
    }
}

/// Whether prices include tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TaxDisplay {
    /// Prices include tax.
    #[default]
    Included,
    /// Prices are without tax.
    Excluded,
}

impl TaxDisplay {
    /// As the format has it.
    pub fn number(self) -> u8 {
        match self {
            Self::Included => 1,
            Self::Excluded => 2,
        }
    }
}

/// An address with `{key}` in it, at most 255 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
pub struct Template(String);

impl Template {
    /// The text, with `{key}`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Template, String> {
        if text.len() > 255 {
            return Err(format!("the template has {} bytes: at most 255 are allowed", text.len()));
        }
        if !text.contains("{key}") {
            return Err(format!("{text:?} does not say where the key stands: write {{key}} there"));
        }
        Ok(Template(text))
    }
}

fn url_template<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Template>, D::Error> {
    of_the_web("url_template", from)
}

fn image_template<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Template>, D::Error> {
    of_the_web("image_template", from)
}

/// A template whose addresses lead into the web.
fn of_the_web<'de, D: Deserializer<'de>>(name: &str, from: D) -> Result<Option<Template>, D::Error> {
    let template = Template::deserialize(from)?;
    if is_web(template.as_str()) {
        return Ok(Some(template));
    }
    Err(D::Error::custom(format!(
        "{name} = {:?} begins with neither http nor https, or has a control character in it: write an address of the web, or \
         one without a scheme, such as \"/products/{{key}}\"",
        template.as_str()
    )))
}

/// An ISO 4217 code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code of `text`, whose case and surrounding blanks do not count; `None` if it is not three letters.
    pub fn parse(text: &[u8]) -> Option<Currency> {
        let code: [u8; 3] = text.trim_ascii().try_into().ok()?;
        code.iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Currency(code.map(|letter| letter.to_ascii_uppercase())))
    }

    /// The three capital letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Number of decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(&self) -> u8 {
        cobuy_snapshot::currency::exponent(self.as_str())
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(text: String) -> Result<Currency, String> {
        Currency::parse(text.as_bytes())
            .ok_or_else(|| format!("{text:?} is not an ISO 4217 code such as EUR"))
    }
}
