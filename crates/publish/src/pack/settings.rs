//! What the shop says about its snapshot.

use cobuy_catalogue::config::{Config, Currency, TaxDisplay};
use cobuy_catalogue::imported::Imported;
use cobuy_rules::{Finding, Rules};
use cobuy_snapshot::records::OptionRecord;

use super::{Blocked, OptionError, options};

/// What the shop says about its snapshot: `cobuy.toml`, completed by what the import found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Currency of all prices; none where no price is known.
    pub currency: Option<Currency>,
    /// BCP 47 tag of the texts.
    pub locale: String,
    /// ISO 3166 code of the country the prices are for; empty for every country.
    pub country: String,
    /// Customer group the prices are for; empty for everybody.
    pub customer_group: String,
    /// Whether prices include tax.
    pub tax_display: TaxDisplay,
    /// Seconds for which snapshot prices may be painted.
    pub price_max_age_s: u32,
    /// Template of product addresses; empty for none.
    pub url_template: String,
    /// Template of picture addresses; empty for none.
    pub image_template: String,
    /// Leaves out the figures behind reasons.
    pub rank_only: bool,
    /// Distinct customers that stand behind every published pair. For the manifest; the model applied it.
    pub min_customers: u32,
    /// Whether there are session logs and no orders, so that nothing is known of what was bought.
    pub viewed: bool,
    /// Placement presets that the shop changed.
    pub options: Vec<OptionRecord>,
    /// Pairs that are never published.
    pub blocked: Blocked,
    /// What the merchant wants over all scores.
    pub rules: Rules,
    /// What a build says of them and goes on.
    pub rule_warnings: Vec<Finding>,
    /// Per cent from which on a price counts as raised; 0 for never.
    pub price_rise_percent: u32,
    /// Days for which it does.
    pub price_rise_days: u32,
    /// Whether attributes in which a product and its upgrades differ are published.
    pub attributes: bool,
    /// Size that the first choice of k aims at, bytes.
    pub shard_bytes: u32,
}

impl Settings {
    /// What `cobuy.toml` says, completed by the import: it has seen the files, which may state a currency and whose
    /// presets know what addresses look like.
    ///
    /// # Errors
    /// [`OptionError`] where `[placements]` has a name or value that the options table does not.
    pub fn new(config: &Config, imported: &Imported) -> Result<Self, OptionError> {
        let catalog = &config.catalog;
        Ok(Self {
            currency: imported.report.currency,
            locale: catalog.locale.clone(),
            country: catalog.country.clone().unwrap_or_default(),
            customer_group: catalog.customer_group.clone().unwrap_or_default(),
            tax_display: catalog.tax_display,
            price_max_age_s: catalog.price_max_age_hours * 3_600,
            url_template: imported.url_template.clone(),
            image_template: imported.image_template.clone(),
            rank_only: config.snapshot.rank_only,
            min_customers: if imported.sessions_only {
                config.model.min_visitors()
            } else {
                config.model.min_customers()
            },
            viewed: imported.sessions_only,
            options: options::records(&config.placements)?,
            // By number of the catalogue: `build` fills them in.
            blocked: Blocked::default(),
            rules: Rules::default(),
            rule_warnings: Vec::new(),
            price_rise_percent: config.limits.price_rise_percent,
            price_rise_days: config.limits.price_rise_days,
            attributes: config.snapshot.attributes,
            shard_bytes: config.limits.shard_bytes,
        })
    }
}
