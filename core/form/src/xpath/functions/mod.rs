//! The function library: XPath 1.0 §4 and "XPath functions" of ODK XForms. The table gives every name its number of arguments, so
//! that a wrong call is refused when the form is loaded.

mod dates;
mod digests;
pub(crate) mod geo;
mod logic;
mod md5;
mod nodes;
mod numbers;
pub(crate) mod random;
mod texts;

pub(crate) use self::texts::is_pattern;
use super::eval::{Context, Eval, Failure, Result};
use super::program::Expr;
use super::value::Value;

macro_rules! functions {
    ($($variant:ident $name:literal $min:literal ..= $max:tt => $run:path;)+) => {
        /// A known function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function { $($variant,)+ }

        crate::pack::pack_words! { Function { $($variant),+ } }

        impl Function {
            /// The function of a name, with its least and greatest number of arguments.
            pub(crate) fn from_name(name: &str) -> Option<(Self, usize, usize)> {
                Some(match name {
                    $($name => (Self::$variant, $min, $max),)+
                    _ => return None,
                })
            }
        }

        /// Calls a function; the number of arguments was checked when it was compiled.
        pub(crate) fn call<'a>(eval: &Eval<'a>, function: Function, arguments: &[Expr], context: Context) -> Result<Value<'a>> {
            let call = Call { eval, arguments, context };
            match function { $(Function::$variant => $run(&call),)+ }
        }
    };
}

const MANY: usize = 10_000;

functions! {
    // XPath 1.0 §4.1, node-sets
    Last "last" 0..=0 => nodes::last;
    Position "position" 0..=1 => nodes::position;
    Count "count" 1..=1 => nodes::count;
    LocalName "local-name" 0..=1 => nodes::local_name;
    NamespaceUri "namespace-uri" 0..=1 => nodes::namespace_uri;
    Name "name" 0..=1 => nodes::name;
    // §4.2, texts
    Text "string" 0..=1 => texts::string;
    Concat "concat" 0..=MANY => texts::concat;
    StartsWith "starts-with" 2..=2 => texts::starts_with;
    Contains "contains" 2..=2 => texts::contains;
    SubstringBefore "substring-before" 2..=2 => texts::substring_before;
    SubstringAfter "substring-after" 2..=2 => texts::substring_after;
    Substring "substring" 2..=3 => texts::substring;
    StringLength "string-length" 0..=1 => texts::string_length;
    NormalizeSpace "normalize-space" 0..=1 => texts::normalize_space;
    Translate "translate" 3..=3 => texts::translate;
    // §4.3, booleans
    Boolean "boolean" 1..=1 => logic::boolean;
    Not "not" 1..=1 => logic::not;
    True "true" 0..=0 => logic::yes;
    False "false" 0..=0 => logic::no;
    // §4.4, numbers
    Number "number" 0..=1 => numbers::number;
    Sum "sum" 1..=1 => numbers::sum;
    Floor "floor" 1..=1 => numbers::floor;
    Ceiling "ceiling" 1..=1 => numbers::ceiling;
    Round "round" 1..=2 => numbers::round;
    // ODK XForms: control flow and booleans
    If "if" 3..=3 => logic::choose;
    Coalesce "coalesce" 2..=2 => logic::coalesce;
    Once "once" 1..=1 => logic::once;
    BooleanFromString "boolean-from-string" 1..=1 => logic::boolean_from_string;
    Checklist "checklist" 2..=MANY => logic::checklist;
    WeightedChecklist "weighted-checklist" 2..=MANY => logic::weighted_checklist;
    Regex "regex" 2..=2 => texts::regex;
    // choices
    Selected "selected" 2..=2 => texts::selected;
    SelectedAt "selected-at" 2..=2 => texts::selected_at;
    CountSelected "count-selected" 1..=1 => texts::count_selected;
    CountNonEmpty "count-non-empty" 1..=1 => nodes::count_non_empty;
    // texts
    Join "join" 1..=MANY => texts::join;
    Substr "substr" 2..=3 => texts::substr;
    EndsWith "ends-with" 2..=2 => texts::ends_with;
    Digest "digest" 2..=3 => digests::digest;
    Base64Decode "base64-decode" 1..=1 => digests::base64_decode;
    ExtractSigned "extract-signed" 2..=2 => digests::extract_signed;
    Uuid "uuid" 0..=1 => random::uuid;
    // numbers
    Int "int" 1..=1 => numbers::int;
    Min "min" 1..=MANY => numbers::min;
    Max "max" 1..=MANY => numbers::max;
    Abs "abs" 1..=1 => numbers::abs;
    Pow "pow" 2..=2 => numbers::pow;
    Sqrt "sqrt" 1..=1 => numbers::sqrt;
    Log "log" 1..=1 => numbers::log;
    Log10 "log10" 1..=1 => numbers::log10;
    Exp "exp" 1..=1 => numbers::exp;
    Exp10 "exp10" 1..=1 => numbers::exp10;
    Sin "sin" 1..=1 => numbers::sin;
    Cos "cos" 1..=1 => numbers::cos;
    Tan "tan" 1..=1 => numbers::tan;
    Asin "asin" 1..=1 => numbers::asin;
    Acos "acos" 1..=1 => numbers::acos;
    Atan "atan" 1..=1 => numbers::atan;
    Atan2 "atan2" 2..=2 => numbers::atan2;
    Pi "pi" 0..=0 => numbers::pi;
    Random "random" 0..=0 => random::random;
    Randomize "randomize" 1..=2 => random::randomize;
    // dates
    Today "today" 0..=0 => dates::today;
    Now "now" 0..=0 => dates::now;
    Date "date" 1..=1 => dates::date;
    DateTime "date-time" 1..=1 => dates::date;
    DecimalDateTime "decimal-date-time" 1..=1 => dates::decimal_date_time;
    DecimalTime "decimal-time" 1..=1 => dates::decimal_time;
    FormatDate "format-date" 2..=2 => dates::format_date;
    FormatDateTime "format-date-time" 2..=2 => dates::format_date;
    // places
    Area "area" 1..=1 => geo::area;
    Distance "distance" 1..=MANY => geo::distance;
    Geofence "geofence" 2..=2 => geo::geofence;
    Intersects "intersects" 1..=1 => geo::intersects;
    // the form
    Current "current" 0..=0 => nodes::current;
    Instance "instance" 1..=1 => nodes::instance;
    IndexedRepeat "indexed-repeat" 3..=31 => nodes::indexed_repeat;
    Itext "jr:itext" 1..=1 => nodes::itext;
    Pulldata "pulldata" 4..=4 => nodes::pulldata;
    Property "property" 1..=1 => nodes::property;
    Version "version" 0..=0 => nodes::version;
}

/// A call under way.
pub(crate) struct Call<'c, 'a> {
    eval: &'c Eval<'a>,
    arguments: &'c [Expr],
    context: Context,
}

impl<'a> Call<'_, 'a> {
    fn value(&self, index: usize) -> Result<Value<'a>> {
        match self.arguments.get(index) {
            Some(argument) => self.eval.value(argument, self.context),
            None => Err(Failure::Argument("an argument is missing".into())),
        }
    }

    fn text(&self, index: usize) -> Result<std::borrow::Cow<'a, str>> {
        let Some(argument) = self.arguments.get(index) else {
            return Err(Failure::Argument("an argument is missing".into()));
        };
        let text = self.eval.text(argument, self.context)?;
        // Looking through a text is cheaper than making one.
        self.eval.charge(text.len() / 16);
        Ok(text)
    }

    fn number(&self, index: usize) -> Result<f64> {
        match self.arguments.get(index) {
            Some(argument) => self.eval.number(argument, self.context),
            None => Err(Failure::Argument("an argument is missing".into())),
        }
    }

    fn bool(&self, index: usize) -> Result<bool> {
        match self.arguments.get(index) {
            Some(argument) => self.eval.bool(argument, self.context),
            None => Err(Failure::Argument("an argument is missing".into())),
        }
    }

    fn nodes(&self, index: usize) -> Result<Vec<crate::tree::Node>> {
        match self.value(index)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(Failure::Argument("a node-set is expected".into())),
        }
    }

    /// The argument's text, or the context node's when there is none.
    fn text_or_here(&self) -> Result<std::borrow::Cow<'a, str>> {
        if self.arguments.is_empty() {
            Ok(self.eval.text_at(self.context.node))
        } else {
            self.text(0)
        }
    }
}
