//! What a text may call: the catalogue and definitions of the user's own.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use gradus_catalog::Builtins;
use gradus_eval::Element;
use gradus_symbolic::evaluate::{Point, evaluate_to};
use gradus_symbolic::{Graph, import_tree, precise};
use gradus_syntax::{Definition, Kind, Limits, Names, ParseError, ParseErrorKind, Tree};

use crate::{Error, Formula};

/// Definitions that formulas may call, and the limits that texts must keep.
///
/// ```
/// use gradus::{Limits, Scope};
///
/// let scope = Scope::with_builtins().limits(Limits::untrusted()).define("gate(x; k = 1) = sigmoid(k*x)")?;
/// let f = scope.parse("f(a, b) = a * gate(b)")?.compile::<f64>();
/// assert_eq!(f.call_n(&[2.0, 0.0]), 1.0);
/// # Ok::<(), gradus::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scope {
    own: HashMap<Arc<str>, Arc<Definition>>,
    builtins: bool,
    limits: Limits,
}

impl Scope {
    /// The catalogue.
    pub fn with_builtins() -> Self {
        Self {
            builtins: true,
            ..Self::empty()
        }
    }

    /// Nothing but the primitive functions.
    pub fn empty() -> Self {
        Self {
            own: HashMap::new(),
            builtins: false,
            limits: Limits::default(),
        }
    }

    /// With these limits for the texts read from now on.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// With the definitions of a text, which later ones and formulas may call. A name defined again means the new definition.
    ///
    /// # Errors
    /// If the text is no list of definitions.
    pub fn define(mut self, text: &str) -> Result<Self, Error> {
        for definition in gradus_syntax::parse_definitions(text, &self, &self.limits)? {
            self.check_defaults(&definition, text)?;
            if let Some(name) = &definition.name {
                self.own.insert(name.clone(), definition.clone());
            }
        }
        Ok(self)
    }

    /// Reads a formula: definitions, a body, or the name of an entry.
    ///
    /// # Errors
    /// If the text is no formula, or exceeds the limits.
    pub fn parse(&self, text: &str) -> Result<Formula, Error> {
        let definition = gradus_syntax::parse(text, self, &self.limits)?;
        self.check_defaults(&definition, text)?;
        Formula::from_definition(definition, self.limits)
    }

    /// Reads a formula of the inputs and parameters of another, as a claimed derivative is.
    ///
    /// # Errors
    /// If the text is no such formula, or exceeds the limits.
    pub fn parse_claim(&self, text: &str, about: &Formula) -> Result<Formula, Error> {
        let header = about.header();
        let definition = gradus_syntax::parse_as(text, &header, self, &self.limits)?;
        Ok(Formula::from_definition(definition, self.limits)?.with_values_of(about))
    }

    /// Refuses a default such as `1/0` at its place in the text, in a definition or in one of the same text that it calls.
    fn check_defaults(&self, definition: &Definition, text: &str) -> Result<(), Error> {
        let called = self.called_in_text(definition);
        let definitions = called.iter().map(AsRef::as_ref).chain([definition]);
        let mut parameters = definitions.flat_map(|definition| &definition.parameters);
        let Some(parameter) = parameters.find(|found| !is_finite(&found.default, self.limits))
        else {
            return Ok(());
        };
        let kind = ParseErrorKind::DefaultNotFinite {
            parameter: parameter.name.to_string(),
        };
        let span = parameter.default.nodes()[parameter.default.root()].span;
        Err(ParseError::new(kind, span, text).into())
    }

    /// The definitions that one calls, directly or not, and that are not of this scope.
    fn called_in_text(&self, definition: &Definition) -> Vec<Arc<Definition>> {
        let mut found: Vec<Arc<Definition>> = Vec::new();
        let mut seen = HashSet::new();
        let mut visit = |definition: &Definition, found: &mut Vec<Arc<Definition>>| {
            for node in definition.body.nodes() {
                if let Kind::CallDefinition(call) = &node.kind
                    && self
                        .definition(&call.name)
                        .is_none_or(|known| known != call.definition)
                    && seen.insert(Arc::as_ptr(&call.definition))
                {
                    found.push(call.definition.clone());
                }
            }
        };
        visit(definition, &mut found);
        let mut next = 0;
        while let Some(definition) = found.get(next).cloned() {
            visit(&definition, &mut found);
            next += 1;
        }
        found
    }

    /// The value of a constant expression such as `1/3` or `pi/2`, rounded once; NaN where it has no real value.
    ///
    /// ```
    /// use gradus::Scope;
    ///
    /// let scope = Scope::with_builtins();
    /// assert_eq!(scope.constant::<f32>("1/3")?, 0.33333334);
    /// assert_eq!(scope.constant::<f64>("-pi/2")?, -std::f64::consts::FRAC_PI_2);
    /// assert!(scope.constant::<f64>("x/2").is_err());
    /// # Ok::<(), gradus::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the text is no formula, mentions a name that is no constant, or exceeds the limits.
    pub fn constant<T: Element>(&self, text: &str) -> Result<T, Error> {
        let header = Definition {
            name: None,
            inputs: Vec::new(),
            parameters: Vec::new(),
            body: Tree::new(),
        };
        let definition = gradus_syntax::parse_as(text, &header, self, &self.limits)?;
        let formula = Formula::from_definition(definition, self.limits)?;
        Ok(T::constant(formula.constant_value()))
    }
}

/// Whether a default has a real value that an f64 can be near to. What cannot be told counts as finite.
fn is_finite(default: &Tree, limits: Limits) -> bool {
    let is_plain = |kind: &Kind| matches!(kind, Kind::Number(_) | Kind::Negate);
    if default.nodes().iter().all(|node| is_plain(&node.kind)) && default.nodes().len() < 3 {
        return true;
    }
    let mut graph = Graph::new(limits);
    let id = import_tree(&mut graph, default, &HashMap::default());
    let value = evaluate_to(&graph, id, &Point::default(), precise::Precision::bits(64));
    value.is_none_or(|value| value.to_f64().is_finite())
}

impl Default for Scope {
    fn default() -> Self {
        Self::with_builtins()
    }
}

impl Names for Scope {
    fn definition(&self, name: &str) -> Option<Arc<Definition>> {
        match self.own.get(name) {
            Some(definition) => Some(definition.clone()),
            None if self.builtins => Builtins.definition(name),
            None => None,
        }
    }

    fn known(&self) -> Vec<&str> {
        let builtins = if self.builtins {
            Builtins.known()
        } else {
            Vec::new()
        };
        self.own.keys().map(AsRef::as_ref).chain(builtins).collect()
    }

    fn shadows(&self, name: &str) -> bool {
        self.own.contains_key(name)
    }
}
