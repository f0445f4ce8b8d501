//! What the title of an unknown shop says: which drawing, which colour, which shelf. Three tables of words.

use super::palette::{UNNAMED, is_colour};

/// Drawing, and the words that call for it. The first entry with a word in the title wins, so things come before the
/// motifs on them: a heart on a t-light holder is a t-light holder.
const KINDS: &[(&str, &[&str])] = &[
    ("tlight", &["T-LIGHT", "TLIGHT", "TEALIGHT", "NIGHTLIGHT", "NIGHT LIGHT", "CANDLEHOLDER", "VOTIVE"]),
    ("lantern", &["LANTERN", "LAMP", "LIGHTS", "CHANDELIER"]),
    ("hotwater", &["HOT WATER", "HAND WARMER"]),
    ("umbrella", &["UMBRELLA", "PARASOL"]),
    ("purse", &["PURSE", "WALLET"]),
    ("bag", &["BAG", "SHOPPER", "HANDBAG", "TOTE", "CHARLOTTE"]),
    ("clock", &["CLOCK"]),
    ("bunting", &["BUNTING", "GARLAND", "PENNANT"]),
    ("necklace", &["NECKLACE", "PENDANT", "NECKLAC", "NECKL", "LARIAT", "LOCKET"]),
    ("bracelet", &["BRACELET", "BANGLE", "BRACELT", "ANKLET"]),
    ("earrings", &["EARRINGS", "EARRING", "RING", "BROOCH", "CHARM", "HAIR", "SLIDE", "TIARA"]),
    ("wreath", &["WREATH"]),
    ("tree", &["CHRISTMAS TREE", "TREE"]),
    ("bauble", &["BAUBLE", "CHRISTMAS DECORATION", "REINDEER", "SNOWMAN", "SANTA"]),
    ("doorstop", &["DOORSTOP", "DOOR STOP"]),
    ("teapot", &["TEAPOT", "TEA FOR ONE", "COFFEE POT"]),
    ("cup", &["CUP", "CUPS", "TEACUP", "SAUCER"]),
    ("mug", &["MUG", "BEAKER"]),
    ("flask", &["FLASK", "THERMOS"]),
    ("bottle", &["BOTTLE", "WATER BOTTLE"]),
    ("jar", &["JAR", "JAM", "STORAGE JAR", "SPICE"]),
    ("kettle", &["KETTLE", "JUG", "PITCHER", "WATERING CAN", "MILK JUG"]),
    ("apron", &["APRON"]),
    ("cutlery", &["CUTLERY", "SPOON", "SPOONS", "FORK", "KNIFE", "LADLE", "WHISK"]),
    ("scale", &["SCALE", "SCALES"]),
    ("tray", &["TRAY", "COASTER", "PLACEMAT", "PLACEMATS"]),
    ("plate", &["PLATE", "SIDE PLATE", "DISH", "PLATTER"]),
    ("bowl", &["BOWL", "BASIN"]),
    ("glass", &["TUMBLER", "GOBLET", "WINE GLASS", "VASE", "DECANTER"]),
    ("cake", &["CAKE", "CAKES", "CAKESTAND", "BAKING", "CUPCAKE", "MUFFIN", "BUN", "PUDDING", "JELLY"]),
    ("towel", &["TOWEL", "TEA TOWEL", "FLANNEL"]),
    ("cushion", &["CUSHION", "CUSHIONS", "PILLOW", "QUILT", "THROW"]),
    ("blanket", &["DOORMAT", "BLANKET", "RUG"]),
    ("tissue", &["TISSUES", "TISSUE", "NAPKIN", "NAPKINS", "SERVIETTE"]),
    ("card", &["CARD", "CARDS", "POSTCARD", "PLAYING CARDS"]),
    ("wrap", &["WRAP", "PAPER", "GIFT WRAP"]),
    ("ribbon", &["RIBBON", "RIBBONS", "TAPE", "REEL", "STRING", "LACE"]),
    ("notebook", &["NOTEBOOK", "BOOK", "DIARY", "JOURNAL", "SKETCHBOOK", "ORGANISER", "PLANNER"]),
    ("pencil", &["PENCIL", "PENCILS", "PEN", "PENS", "CRAYONS", "CHALKS", "ERASER", "RULER"]),
    ("puzzle", &["JIGSAW", "PUZZLE", "GAME", "DOMINO", "LUDO", "DOMINOES", "SNAKES"]),
    ("robot", &["SPACEBOY", "ROBOT", "SPACE"]),
    ("doll", &["DOLL", "BABUSHKA", "DOLLY", "MATRYOSHKA", "FELTCRAFT", "PUPPET"]),
    ("basket", &["BASKET", "PICNIC", "HAMPER"]),
    ("magnet", &["MAGNET", "MAGNETS"]),
    ("mirror", &["MIRROR"]),
    ("frame", &["FRAME", "PHOTO", "PICTURE", "ALBUM"]),
    ("hook", &["HOOK", "HANGER", "RACK", "KNOB", "HOOKS", "PEG"]),
    ("sign", &["SIGN", "BLACKBOARD", "PLAQUE", "CHALKBOARD", "MEMOBOARD"]),
    ("letter", &["LETTER", "LETTERS", "ALPHABET", "NUMBER", "WORD"]),
    ("tiles", &["TILE", "TILES"]),
    ("candle", &["CANDLE", "CANDLES", "INCENSE", "SCENT", "FRAGRANCE"]),
    ("soap", &["SOAP", "LOTION", "BATH"]),
    ("plant", &["PLANT", "PLANTER", "HERB", "GARDEN", "POT", "SEED", "TROWEL", "BUCKET"]),
    ("blister", &["STICKER", "STICKERS", "PLASTERS", "TATTOOS"]),
    (
        "box",
        &["BOX", "BOXES", "TIN", "TINS", "CABINET", "DRAWER", "TRUNK", "BIN", "CASE", "CHEST", "STORAGE"],
    ),
    ("bell", &["BELL", "BELLS", "CHIME"]),
    ("cream", &["BALM", "CREAM TUBE"]),
    ("butterfly", &["BUTTERFLY", "BUTTERFLIES", "DRAGONFLY"]),
    ("rabbit", &["RABBIT", "BUNNY"]),
    ("bird", &["BIRD", "BIRDS", "CHICK", "HEN", "OWL", "DOVE", "ROOSTER", "DUCK"]),
    ("egg", &["EGG", "EGGS", "EASTER"]),
    ("star", &["STAR", "STARS"]),
    ("flower", &["FLOWER", "FLOWERS", "ROSE", "ROSES", "DAISY", "LAVENDER", "POSY", "BLOSSOM", "TULIP"]),
    ("heart", &["HEART", "HEARTS", "LOVE", "SWEETHEART"]),
    ("bauble", &["CHRISTMAS", "DECORATION", "XMAS", "ADVENT"]),
];

/// Shelf id, title, sentence, and the words that put a title on it; the first match wins.
pub const SHELVES: &[(&str, &str, &str, &[&str])] = &[
    (
        "christmas",
        "Christmas",
        "For the tree, the table and the stocking.",
        &[
            "CHRISTMAS",
            "XMAS",
            "ADVENT",
            "SANTA",
            "REINDEER",
            "SNOWMAN",
            "BAUBLE",
            "WREATH",
            "STOCKING",
            "NOEL",
        ],
    ),
    (
        "bags",
        "Bags & purses",
        "Shoppers, lunch bags and everything with handles.",
        &["BAG", "SHOPPER", "HANDBAG", "TOTE", "CHARLOTTE", "PURSE", "WALLET", "LUGGAGE", "UMBRELLA"],
    ),
    (
        "lights",
        "Lights & candles",
        "T-light holders, lanterns and scent.",
        &[
            "T-LIGHT",
            "TLIGHT",
            "CANDLE",
            "CANDLES",
            "LANTERN",
            "LAMP",
            "LIGHT",
            "LIGHTS",
            "NIGHTLIGHT",
            "INCENSE",
            "CANDLESTICK",
            "CHANDELIER",
            "VOTIVE",
            "SCENT",
            "CANDLEHOLDER",
            "T-LIGHTS",
        ],
    ),
    (
        "kitchen",
        "Kitchen & baking",
        "Cake stands, tins, mugs and the tea towel beside them.",
        &[
            "CAKE",
            "CAKES",
            "CAKESTAND",
            "BAKING",
            "MUG",
            "CUP",
            "CUPS",
            "TEA",
            "TEAPOT",
            "TEACUP",
            "COFFEE",
            "JAM",
            "JAR",
            "BOWL",
            "PLATE",
            "KITCHEN",
            "APRON",
            "SPOON",
            "SPOONS",
            "CUTLERY",
            "TRAY",
            "NAPKINS",
            "LUNCH",
            "PANTRY",
            "DISH",
            "BOTTLE",
            "BREAD",
            "EGG",
            "MILK",
            "COASTER",
            "PLACEMATS",
            "SCALE",
            "SCALES",
            "SPICE",
            "MOULDS",
            "CUPCAKE",
            "SAUCER",
            "JUG",
            "TUMBLER",
            "RECIPE",
            "FOOD",
            "PICNIC",
        ],
    ),
    (
        "jewellery",
        "Jewellery & hair",
        "Necklaces, bracelets and what goes in hair.",
        &[
            "NECKLACE", "BRACELET", "EARRINGS", "RING", "BANGLE", "BROOCH", "PENDANT", "HAIR", "CHARM",
            "BEAD", "DIAMANTE", "NECKL", "NECKLAC", "TRINKET", "LARIAT", "TIARA", "LOCKET",
        ],
    ),
    (
        "party",
        "Party",
        "Bunting, paper chains and something for every guest.",
        &[
            "PARTY",
            "BUNTING",
            "GARLAND",
            "BALLOON",
            "BALLOONS",
            "BIRTHDAY",
            "PAPER CHAIN",
            "DOILY",
            "DOILIES",
            "STRAWS",
            "CONFETTI",
            "HONEYCOMB",
            "CIRCUS",
        ],
    ),
    (
        "stationery",
        "Cards & paper",
        "Cards, wrap, notebooks and pens.",
        &[
            "CARD",
            "CARDS",
            "WRAP",
            "PAPER",
            "NOTEBOOK",
            "BOOK",
            "PEN",
            "PENS",
            "PENCIL",
            "PENCILS",
            "STICKER",
            "STICKERS",
            "RIBBON",
            "RIBBONS",
            "TAPE",
            "TISSUE",
            "TISSUES",
            "TAG",
            "TAGS",
            "ENVELOPE",
            "RULER",
            "ERASER",
            "ERASERS",
            "ORGANISER",
            "POSTCARD",
        ],
    ),
    (
        "children",
        "Toys & children",
        "Games, jigsaws and small friends.",
        &[
            "TOY",
            "DOLL",
            "DOLLY",
            "SPACEBOY",
            "JIGSAW",
            "PUZZLE",
            "GAME",
            "CHILDRENS",
            "CHILDS",
            "CHILD'S",
            "CHILDREN'S",
            "BABY",
            "SKIPPING",
            "DINOSAUR",
            "PUPPET",
            "DOMINOES",
            "MARBLES",
            "PLAYHOUSE",
            "GIRL",
            "BOY",
            "FELTCRAFT",
            "LUDO",
        ],
    ),
    (
        "garden",
        "Garden",
        "Pots, bird tables and parasols.",
        &[
            "GARDEN",
            "PLANT",
            "PLANTER",
            "HERB",
            "WATERING",
            "BIRD",
            "PARASOL",
            "SEED",
            "TROWEL",
            "BUCKET",
            "POTTING",
            "THERMOMETER",
            "DOORMAT",
            "GREENHOUSE",
        ],
    ),
    (
        "storage",
        "Boxes & storage",
        "Tins, drawers and cabinets for small things.",
        &[
            "BOX", "BOXES", "TIN", "TINS", "STORAGE", "CABINET", "DRAWER", "BASKET", "RACK", "HOOK",
            "HANGER", "CHEST", "BIN", "KNOB", "TIDY", "STAND", "TRUNK",
        ],
    ),
    ("home", "Home decoration", "Frames, cushions, signs and hearts to hang up.", &[]),
];

/// Names that keep their capital.
const PROPER: &[&str] = &[
    "CHRISTMAS",
    "EASTER",
    "LONDON",
    "PARIS",
    "ENGLISH",
    "FRENCH",
    "EDWARDIAN",
    "VICTORIAN",
    "INDIAN",
    "SCOTTISH",
    "SWISS",
    "ENGLAND",
    "BRITAIN",
    "JACK",
    "MORRIS",
    "CHARLOTTE",
    "MARIE",
    "SANTA",
    "JAPANESE",
    "ARABIAN",
    "BOUDICCA",
    "MOROCCAN",
    "TUSCAN",
    "FRANCE",
    "RUSSIAN",
    "AMERICAN",
    "COLUMBIAN",
    "ENGLISHMAN",
    "I",
];

/// The names in [`KINDS`].
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

/// The drawing for a title.
pub fn kind(title: &str) -> &'static str {
    let title = padded(title);
    let wanted = |words: &[&str]| words.iter().any(|word| has_word(&title, word));
    KINDS.iter().find(|(_, words)| wanted(words)).map_or(super::FALLBACK, |(kind, _)| kind)
}

/// The shelf for a title; [`SHELVES`] ends with the one for everything else.
pub fn shelf(title: &str) -> &'static str {
    let title = padded(title);
    let wanted = |words: &[&str]| words.is_empty() || words.iter().any(|word| has_word(&title, word));
    SHELVES.iter().find(|(.., words)| wanted(words)).map_or("home", |(id, ..)| id)
}

/// The colour a title names, else one that follows from the key.
pub fn colour(title: &str, key: &str) -> String {
    let named = title.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).find(|word| is_colour(word));
    named.unwrap_or_else(|| UNNAMED[hash(key) as usize % UNNAMED.len()].to_owned())
}

/// A title in capitals, as tills print it, in sentence case.
pub fn sentence_case(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for (i, word) in title.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let bare: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        let lower = word.to_lowercase();
        match lower.chars().next() {
            Some(first) if i == 0 || PROPER.contains(&bare.as_str()) => {
                out.extend(first.to_uppercase());
                out.push_str(&lower[first.len_utf8()..]);
            }
            _ => out.push_str(&lower),
        }
    }
    out
}

/// FNV-1a, 32 bits: spreads keys over patterns and colours, the same everywhere.
pub fn hash(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The title in capitals with one blank between and around its words, so that a word can be found with its blanks.
fn padded(title: &str) -> String {
    let words = title.to_uppercase().replace(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'', " ");
    format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn has_word(padded: &str, word: &str) -> bool {
    padded.match_indices(word).any(|(at, _)| {
        let (before, after) = (&padded[..at], &padded[at + word.len()..]);
        before.ends_with(' ') && (after.starts_with(' ') || after.starts_with("S "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_find_their_drawing() {
        let check = |title: &str, expected: &str| assert_eq!(kind(title), expected, "{title}");
        check("WHITE HANGING HEART T-LIGHT HOLDER", "tlight");
        check("JUMBO BAG RED RETROSPOT", "bag");
        check("REGENCY CAKESTAND 3 TIER", "cake");
        check("ALARM CLOCK BAKELIKE GREEN", "clock");
        check("SET OF 3 CAKE TINS PANTRY DESIGN", "cake");
        check("PARTY BUNTING", "bunting");
        check("HOT WATER BOTTLE TEA AND SYMPATHY", "hotwater");
        check("LOVE HEART SOCK HANGER", "hook");
        check("STRAWBERRY CHARM BRACELET", "bracelet");
        check("SOMETHING ELSE ENTIRELY", "gift");
    }

    #[test]
    fn titles_find_their_shelf() {
        let check = |title: &str, expected: &str| assert_eq!(shelf(title), expected, "{title}");
        check("CHRISTMAS TREE T-LIGHT HOLDER", "christmas");
        check("LUNCH BAG BLACK SKULL.", "bags");
        check("ROSES REGENCY TEACUP AND SAUCER", "kitchen");
        check("HAND WARMER UNION JACK", "home");
        check("GIN + TONIC DIET METAL SIGN", "home");
    }

    #[test]
    fn sentences() {
        let check = |title: &str, expected: &str| assert_eq!(sentence_case(title), expected);
        check("WHITE HANGING HEART T-LIGHT HOLDER", "White hanging heart t-light holder");
        check("HAND WARMER UNION JACK", "Hand warmer union Jack");
        check("  SET/6  RED SPOTTY ", "Set/6 red spotty");
        check("", "");
    }

    #[test]
    fn colours() {
        assert_eq!(colour("JUMBO BAG RED RETROSPOT", "85099B"), "red");
        assert_eq!(colour("ALARM CLOCK BAKELIKE GREEN", "22726"), "green");
        assert_eq!(colour("LUNCH BAG", "22383"), colour("LUNCH BOX", "22383"));
    }
}
