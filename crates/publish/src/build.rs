//! From an import to a published snapshot: model, pack, publish, exact counts. Layer: above all else here but `check`; what
//! `cobuy build` calls once the files are read.

use std::path::{Path, PathBuf};

use cobuy_catalogue::config::Config;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Progress;
use cobuy_model::mine::season::Calendar;
use cobuy_model::mine::{Evidence, FromOrders};
use cobuy_model::relations;
use cobuy_model::{self as model, Model};
use cobuy_rules::{self as rules, Finding, Shop};
use cobuy_targets::work::TABLES;
use cobuy_targets::{self as targets, Around, TargetError, WorkInfo};

use crate::live::{Folder, KeyRequest, Keys, PublishError, Published, Rises, stage};
use crate::pack::{BlockError, Blocked, Carts, Contents, Manifest, OptionError, PackError, Settings};
use crate::work::{self, WorkError};

/// Where a build goes.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The public folder.
    pub out: &'a Path,
    /// The private folder for exact counts, if they are wanted.
    pub work: Option<&'a Path>,
    /// What is asked for about k.
    pub keys: KeyRequest,
}

impl Target<'_> {
    /// That a build can go there without harm; `inputs` are the files that it reads.
    ///
    /// # Errors
    /// [`TargetError`]: files that are inputs, links or somebody else's; a work folder that would be published.
    pub fn check(&self, inputs: &[PathBuf]) -> Result<(), TargetError> {
        targets::check_snapshot(self.out, "--out", inputs)?;
        let Some(work) = self.work else { return Ok(()) };
        targets::check_private(work, Some(self.out), Around::Refused, "--work")?;
        targets::check_folder(work, &TABLES, "--work", inputs)
    }
}

/// Why nothing was built. The snapshot that was there before still stands.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Nothing to learn from.
    #[error(transparent)]
    Model(#[from] model::ModelError),
    /// `[placements]` of `cobuy.toml` is wrong.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// `[[block]]` of `cobuy.toml` is wrong.
    #[error(transparent)]
    Block(#[from] BlockError),
    /// `[[rule]]`, `[[pair]]` or `[[bundle]]` of `cobuy.toml` is wrong: a line for each error.
    #[error("{0}")]
    Rules(String),
    /// A product does not fit the format.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The folder cannot be published into.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// Something would be overwritten that is not cobuy's, or published that is private.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The work folder cannot be written.
    #[error(transparent)]
    Work(#[from] WorkError),
}

/// What the end of a build says.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Orders that were learnt from.
    pub orders: u64,
    /// Products in the catalogue.
    pub products: u64,
    /// Pairs seen in at least one order.
    pub pairs_counted: u64,
    /// Pairs with enough customers behind them.
    pub pairs_published: u64,
    /// Pairs that the shop blocked.
    pub pairs_blocked: u64,
    /// Rules that were published, those made of pairs included.
    pub rules: u64,
    /// Bundles that were published.
    pub bundles: u64,
    /// What is to be said of them.
    pub rule_warnings: Vec<Finding>,
    /// Products whose price was raised shortly before, and those of them that this build found.
    pub prices_raised: (u64, u64),
    /// Products without a row of products bought together.
    pub products_without_pair: u64,
    /// The recipe with its parameters.
    pub recipe: String,
    /// How well it predicted, and what it was chosen from; none where there were too few orders to choose on.
    pub holdout: Option<model::HoldoutReport>,
    /// Everything that `manifest.json` says: k, files, sizes, counts.
    pub manifest: Manifest,
    /// Bytes that a product page downloads of a snapshot on average: base and the mean shard.
    pub page_bytes: u64,
    /// What the page of a cart of five downloads; none where no newer order has five products.
    pub carts: Option<Carts>,
    /// Files that were rewritten.
    pub rewritten: u64,
    /// Files that did not change.
    pub unchanged: u64,
    /// Shard files of k no longer used that were removed.
    pub removed: u64,
    /// The k before, if this build changed it.
    pub changed_from: Option<u8>,
}

impl Summary {
    /// The line to edit in the theme where this build changed k.
    pub fn theme_edit(&self) -> Option<String> {
        let before = self.changed_from?;
        let k = self.manifest.k;
        Some(format!(
            "in the theme's script tag of cobuy.js write data-k=\"{k}\" in place of data-k=\"{before}\"; pages with the old \
             value go on working until a build with --prune"
        ))
    }
}

/// Learns, packs and publishes. Everything is checked and staged before the first file changes.
///
/// # Errors
/// [`BuildError`]; then the folder holds what it held before, or, where a rename failed, a whole snapshot of old and
/// new files.
pub fn build(
    config: &Config,
    imported: &Imported,
    target: Target<'_>,
    progress: &dyn Progress,
) -> Result<Summary, BuildError> {
    build_from(config, imported, &evidence(imported), target, progress)
}

/// The same from any evidence, which takes the place of the orders: `imported` has none.
///
/// # Errors
/// [`BuildError`], as [`build`].
pub fn build_from(
    config: &Config,
    imported: &Imported,
    evidence: &dyn Evidence,
    target: Target<'_>,
    progress: &dyn Progress,
) -> Result<Summary, BuildError> {
    target.check(&[])?;
    let Imported { catalogue, report, .. } = imported;
    let (model, settings) = learn(config, imported, evidence, progress)?;
    let newest_ms = evidence.newest_ms().unwrap_or(0);
    let mut contents = Contents::new(catalogue, &model, &settings, newest_ms)?;

    let folder = Folder::open(target.out)?;
    let rises = Rises::find(&folder, catalogue, &settings, contents.prices_as_of_ms);
    let prices_raised = (rises.by_product.len() as u64, rises.new);
    contents.mark(rises.by_product);
    let keys = Keys::decide(&folder, &contents, target.keys, progress)?;
    let staged = stage(folder, &contents, keys, report.join_rate, progress)?;
    if let Some(folder) = target.work {
        let info = WorkInfo {
            generation: staged.manifest.generation.clone(),
            newest_order_ms: contents.as_of_ms,
            orders: evidence.orders() as u64,
            min_customers: settings.min_customers,
        };
        let calendar = Calendar::new(evidence.months(), model.pairs_published);
        let asked = config.relations.season && evidence.sessions().is_none();
        let calendar = calendar.as_ref().filter(|_| asked);
        work::write(folder, &info, catalogue, evidence, &settings, calendar, progress)?;
    }
    let carts = Carts::of(&staged.manifest, catalogue, &evidence.holdout());
    let learnt = Learnt { orders: evidence.orders(), model: &model, settings: &settings, prices_raised };
    Ok(summary(&learnt, carts, staged.commit()?))
}

/// A model with all of its relations, and how it is packed: what a build publishes and an evaluation measures.
///
/// # Errors
/// [`BuildError`] for what `cobuy.toml` says wrongly, and where nothing can be learnt.
pub fn learn(
    config: &Config,
    imported: &Imported,
    evidence: &dyn Evidence,
    progress: &dyn Progress,
) -> Result<(Model, Settings), BuildError> {
    let catalogue = &imported.catalogue;
    let mut settings = Settings::new(config, imported)?;
    settings.blocked = Blocked::new(&config.block, catalogue)?;
    let shop = Shop {
        catalogue: Some(catalogue),
        currency: imported.report.currency,
        locale: &settings.locale,
        now_ms: evidence.newest_ms().and_then(|ms| u64::try_from(ms).ok()).unwrap_or(0),
    };
    let (rules, findings) = rules::compile(config, &shop);
    if let Some(errors) = rules::errors(&findings) {
        return Err(BuildError::Rules(errors));
    }
    (settings.rules, settings.rule_warnings) = (rules, findings);
    let mut model = model::build(catalogue, evidence, &model_settings(config, imported), progress)?;
    let (margin, harmony) = (config.model.margin_weight as f32, config.model.harmony_weight as f32);
    let tilt = relations::Tilt::new(catalogue, margin, harmony);
    model.tilt(|product, other| tilt.of_pair(product as usize, other as usize));
    let (sessions, products) = (&imported.sessions, catalogue.products.len());
    let viewed = relations::viewed_together(sessions, products, config.model.min_customers(), progress)
        .map_err(model::ModelError::from)?;
    let sources = relations::Sources {
        catalogue,
        // Tables of pairs know no sequence, and come without orders; baskets of sessions are no purchases.
        orders: Some(&imported.orders).filter(|orders| !orders.is_empty() && !imported.sessions_only),
        // Rows made of clicks name alternatives as well: they say nothing of complements.
        together: if imported.sessions_only { &[] } else { &model.rows },
        viewed: viewed.as_deref(),
        sessions: Some(&imported.sessions),
    };
    let related =
        relations::build(&sources, &relations::Settings::of(&config.relations, &config.model), progress)
            .map_err(model::ModelError::from)?;
    model.attach(related);
    Ok((model, settings))
}

/// What an import gives to learn from.
pub fn evidence(imported: &Imported) -> FromOrders<'_> {
    let Imported { catalogue, orders, sessions, .. } = imported;
    let products = catalogue.products.len();
    if imported.sessions_only {
        FromOrders::with_sessions(orders, sessions, products)
    } else {
        FromOrders::new(orders, products)
    }
}

/// How the model of an import is made. Of session logs alone the minimum counts visitors, and only where it is set.
pub fn model_settings(config: &Config, imported: &Imported) -> model::Settings {
    let settings = model::Settings {
        season: config.relations.season,
        spill_bytes: u64::from(config.limits.pairs_in_memory_mib) << 20,
        ..model::Settings::from(&config.model)
    };
    if imported.sessions_only {
        model::Settings { min_customers: config.model.min_visitors(), ..settings }
    } else {
        settings
    }
}

/// What a build knows before it publishes.
struct Learnt<'a> {
    orders: usize,
    model: &'a Model,
    settings: &'a Settings,
    prices_raised: (u64, u64),
}

fn summary(learnt: &Learnt<'_>, carts: Option<Carts>, published: Published) -> Summary {
    let Learnt { orders, model, settings, prices_raised } = *learnt;
    let Published { manifest, keys, rewritten, unchanged, removed } = published;
    Summary {
        orders: orders as u64,
        products: manifest.counts.products,
        pairs_counted: model.pairs_counted,
        pairs_published: model.pairs_published,
        pairs_blocked: settings.blocked.len() as u64,
        prices_raised,
        rules: settings.rules.rules.len() as u64,
        bundles: settings.rules.bundles.len() as u64,
        rule_warnings: settings.rule_warnings.clone(),
        products_without_pair: manifest.counts.products - manifest.counts.together_rows,
        recipe: model.recipe.to_string(),
        holdout: model.holdout.clone(),
        page_bytes: manifest.base_bytes + manifest.shards.mean_bytes,
        carts,
        manifest,
        rewritten,
        unchanged,
        removed,
        changed_from: keys.changed_from,
    }
}
