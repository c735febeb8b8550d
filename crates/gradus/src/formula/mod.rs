//! Formulas: read, differentiated, printed.

mod internal;
mod known;
#[cfg(test)]
mod tests;
mod vectors;
mod written;

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use gradus_catalog::Builtins;
use gradus_eval::Element;
use gradus_symbolic::computation::{Computation, in_normal_form};
use gradus_symbolic::derivative::{differentiate, differentiate_with_steps};
use gradus_symbolic::pieces;
use gradus_symbolic::precise::{self, Precise};
use gradus_symbolic::present::{TooLarge, present, shortened, tree};
use gradus_symbolic::simplify::{Purpose, simplify_all};
use gradus_symbolic::{Function, Graph, Id, Symbol, import};
use gradus_syntax::{Definition, Limits, NoNames, Style};

pub use gradus_symbolic::pieces::{Break, BreakKind};

use written::Computations;
pub(crate) use written::at_zeros;

use crate::{Error, Kernel, Options, Scope, VectorKernel};

/// A real function of one or more inputs, with parameters.
///
/// Immutable and cheap to clone. Reading one is the only step that can fail; after that differentiating, printing and compiling cannot.
#[derive(Clone)]
pub struct Formula {
    inner: Arc<Inner>,
    /// Values given to parameters, by position; the defaults where none is.
    values: Arc<[Option<f64>]>,
    options: Options,
}

struct Inner {
    /// Name, inputs and parameters; of a formula that was read, also what was written.
    source: Arc<Definition>,
    graph: Graph,
    function: Function,
    /// The name by which a derivative was taken last, and how often one was taken.
    by: Option<Symbol>,
    order: u32,
    /// The defaults of the parameters in high precision; made when first asked for.
    defaults: OnceLock<Vec<Precise>>,
    /// How a derivative is written; made when first asked for.
    written: OnceLock<Result<Arc<Definition>, TooLarge>>,
    /// The limits within which the source was read, if the graph is what it denotes.
    read: Option<Limits>,
    /// Kernels of every type are lowered from these.
    computations: OnceLock<Arc<Computations>>,
}

/// A parameter of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value: the default, rounded to f64, or the value it was given.
    pub value: f64,
}

/// One step of a derivation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule: `sum`, `product`, `power`, `piecewise`, or the function's name.
    pub rule: &'static str,
    /// What was differentiated.
    pub from: String,
    /// Its derivative.
    pub to: String,
}

impl Formula {
    /// The entry of the catalogue with that name or alias.
    ///
    /// # Errors
    /// If there is none; the error suggests the nearest name.
    pub fn builtin(name: &str) -> Result<Self, Error> {
        let scope = Scope::with_builtins();
        match gradus_syntax::Names::definition(&scope, name) {
            Some(definition) => Self::from_definition(definition, Limits::default()),
            None => Err(Error::UnknownBuiltin {
                name: name.to_owned(),
                nearest: nearest(name, &scope),
            }),
        }
    }

    /// What a definition denotes.
    ///
    /// # Errors
    /// If the expression would exceed the limits.
    pub fn from_definition(definition: Arc<Definition>, limits: Limits) -> Result<Self, Error> {
        let (mut graph, mut function) = import(&definition, limits)?;
        let purposes = [Purpose::Tidy, Purpose::Recognise];
        function.body = simplify_all(&mut graph, &[function.body], &purposes)[0];
        if let Some(error) = graph.exceeded() {
            return Err(error.into());
        }
        let values = vec![None; function.parameters.len()].into();
        let written = OnceLock::from(Ok(definition.clone()));
        let inner = Inner {
            source: definition,
            graph,
            function,
            by: None,
            order: 0,
            defaults: OnceLock::new(),
            written,
            read: Some(limits),
            computations: OnceLock::new(),
        };
        Ok(Self {
            inner: Arc::new(inner),
            values,
            options: Options::default(),
        })
    }

    /// The derivative by an input or a parameter. Beside kinks it is exact; what it returns at kinks is for
    /// [`Options::kink`] to say.
    ///
    /// # Errors
    /// If the formula has no such name, or acts on whole vectors, or its derivative would exceed the limits within which the formula
    /// was read.
    pub fn derivative(&self, name: &str) -> Result<Self, Error> {
        let symbol = self.symbol(name)?;
        let mut graph = self.inner.graph.clone();
        let body = differentiate(&mut graph, self.inner.function.body, symbol);
        if let Some(error) = graph.exceeded() {
            return Err(error.into());
        }
        let short = shortened(&mut graph, body);
        if graph.exceeded().is_none() {
            return Ok(self.derived(graph, short, symbol));
        }
        // there was no room to look for a shorter form
        let mut graph = self.inner.graph.clone();
        let body = differentiate(&mut graph, self.inner.function.body, symbol);
        Ok(self.derived(graph, body, symbol))
    }

    /// The rules by which the derivative is found, innermost first.
    ///
    /// # Errors
    /// As [`derivative`](Self::derivative).
    pub fn derivation(&self, name: &str) -> Result<Vec<Step>, Error> {
        self.derivation_in(name, Style::Infix)
    }

    /// As [`derivation`](Self::derivation), the steps as text in some language.
    ///
    /// # Errors
    /// As [`derivative`](Self::derivative).
    pub fn derivation_in(&self, name: &str, style: Style) -> Result<Vec<Step>, Error> {
        let symbol = self.symbol(name)?;
        let mut graph = self.inner.graph.clone();
        let (_, steps) = differentiate_with_steps(&mut graph, self.inner.function.body, symbol);
        let mut write = |id: Id| {
            present(&mut graph, id, None).map_or_else(
                |error| error.to_string(),
                |tree| tree.display(style).to_string(),
            )
        };
        let lines = steps.iter().filter(|step| step.rule != "variable");
        Ok(lines
            .map(|step| Step {
                rule: step.rule,
                from: write(step.from),
                to: write(step.to),
            })
            .collect())
    }

    /// The formula with another value for a parameter.
    ///
    /// # Errors
    /// If it has no such parameter, or the value is not finite.
    pub fn with(&self, name: &str, value: f64) -> Result<Self, Error> {
        if !value.is_finite() {
            return Err(Error::NotFinite(value));
        }
        let position = self.parameter_position(name)?;
        let mut values = self.values.to_vec();
        values[position] = Some(value);
        Ok(Self {
            values: values.into(),
            ..self.clone()
        })
    }

    /// The formula to be compiled with these options.
    #[must_use]
    pub fn options(&self, options: Options) -> Self {
        Self {
            options,
            ..self.clone()
        }
    }

    /// A kernel for numbers of that type. A formula over vectors is compiled for vectors of one element; see
    /// [`compile_vector`](Self::compile_vector). What is computed is written when a kernel first needs it, and kept for kernels of
    /// every type: by the formula and its clones, and by the process for the last 32 definitions of up to 1,000 nodes, which need not be
    /// written again when they are read again.
    pub fn compile<T: Element>(&self) -> Kernel<T> {
        Kernel::new(self.clone())
    }

    /// A kernel over whole vectors. A formula of scalar inputs acts element by element.
    pub fn compile_vector<T: Element>(&self) -> VectorKernel<T> {
        VectorKernel::new(self)
    }

    /// Its name, if its header gives one.
    pub fn name(&self) -> Option<&str> {
        self.inner.source.name.as_deref()
    }

    /// The names of its inputs, in the order of the header.
    pub fn inputs(&self) -> Vec<&str> {
        self.inner
            .source
            .inputs
            .iter()
            .map(|input| &*input.name)
            .collect()
    }

    /// Its parameters with their values, in the order of the header.
    pub fn parameters(&self) -> Vec<Parameter> {
        let names = self
            .inner
            .source
            .parameters
            .iter()
            .map(|parameter| parameter.name.to_string());
        let values = self
            .parameter_values()
            .into_iter()
            .map(|value| value.double);
        names
            .zip(values)
            .map(|(name, value)| Parameter { name, value })
            .collect()
    }

    /// Whether it acts on whole vectors.
    pub fn is_vector(&self) -> bool {
        self.inner.source.inputs.iter().any(|input| input.vector)
            || self.inner.graph.facts(self.inner.function.body).vector
    }

    /// Its definition: as written, or for a derivative as a person would write it.
    ///
    /// # Errors
    /// If a derivative is too large to be written out.
    pub fn definition(&self) -> Result<Arc<Definition>, TooLarge> {
        self.inner
            .written
            .get_or_init(|| self.inner.write())
            .clone()
    }

    /// Its body as text in the language of formulas, after the definitions it calls if they are not of the catalogue.
    pub fn body_text(&self) -> String {
        self.display(Style::Infix)
    }

    /// Its body as text in some language. In other languages than ours nothing is called but primitive functions.
    ///
    /// ```
    /// use gradus::{Formula, Style};
    ///
    /// let gated: Formula = "gate(x; k = 1) = sigmoid(k*x); x*gate(x; k = 2)".parse()?;
    /// assert_eq!(gated.body_text(), "gate(x; k = 1) = sigmoid(k*x); x*gate(x; k = 2)");
    /// assert_eq!(gated.display(Style::Latex), r"x \sigma(2 x)");
    /// # Ok::<(), gradus::Error>(())
    /// ```
    pub fn display(&self, style: Style) -> String {
        let definition = self.definition().and_then(|definition| match style {
            Style::Infix => Ok(definition),
            _ if definition.calls_unknown(&NoNames) => self.inner.write(),
            _ => Ok(definition),
        });
        match definition {
            Ok(definition) if style == Style::Infix => definition.body_to_source(&Builtins),
            Ok(definition) => definition.body.display(style).to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// What the formula was read as, with its functions named: `x*sigmoid(x)` for `x/(1 + exp(-x))`.
    pub fn recognised_text(&self) -> String {
        let written = tree(&self.inner.graph, self.inner.function.body);
        written.map_or_else(|error| error.to_string(), |tree| tree.to_string())
    }

    /// Expressions whose zeros were holes of the formula as written and are filled by their limits: `x` for `sin(x)/x`.
    pub fn filled_holes(&self) -> Vec<String> {
        let mut graph = self.inner.graph.clone();
        let Function {
            inputs,
            body,
            domain,
            ..
        } = self.inner.function.clone();
        let mut filled = graph.filled_holes().to_vec();
        for input in inputs {
            for hole in pieces::holes(&mut graph, body, domain, input) {
                if !filled.contains(&hole) {
                    filled.push(hole);
                }
            }
        }
        let text = |id: Id| {
            tree(&graph, id).map_or_else(|error| error.to_string(), |tree| tree.to_string())
        };
        filled.into_iter().map(text).collect()
    }

    /// Its kinks and jumps in its first input, from left to right, for the values its parameters have.
    pub fn breaks(&self) -> Vec<Break> {
        let Some(&variable) = self.inner.function.inputs.first() else {
            return Vec::new();
        };
        let mut graph = self.inner.graph.clone();
        pieces::breaks(
            &mut graph,
            self.inner.function.body,
            variable,
            &self.point(),
        )
    }

    /// The list of operations that is evaluated for the value and, in the order of the names, its derivatives. It holds for all values of
    /// those parameters that are not 0 now, and for 0 of the others.
    ///
    /// # Errors
    /// As [`derivative`](Self::derivative).
    pub fn computation(&self, derivatives: &[&str]) -> Result<Computation, Error> {
        let symbols: Result<Vec<Symbol>, Error> =
            derivatives.iter().map(|name| self.symbol(name)).collect();
        let numbers: Vec<f64> = self.parameters().iter().map(|own| own.value).collect();
        let zeros = self.zeros_of(&numbers);
        let written = self.computation_for(&symbols?, &zeros);
        match written.exceeded {
            Some(error) => Err(error.into()),
            None => Ok(written.computation.clone()),
        }
    }

    /// Whether its kernels are written from the normal form: a factored quotient on each cell, which neither overflows nor
    /// cancels. Otherwise they are written node by node, by primitives that are stable one by one.
    ///
    /// ```
    /// use gradus::Formula;
    ///
    /// let mish: Formula = "x*tanh(ln(1+exp(x)))".parse()?;
    /// assert!(mish.derivative("x")?.is_in_normal_form());
    /// let softmax = Formula::builtin("softmax")?;
    /// assert!(!softmax.is_in_normal_form());
    /// # Ok::<(), gradus::Error>(())
    /// ```
    pub fn is_in_normal_form(&self) -> bool {
        in_normal_form(&self.inner.graph, self.inner.function.body)
    }

    /// The value in high precision at a point, to `bits` bits, as a decimal with that many digits: `nan` outside the domain of what was
    /// written, though the simplified expression have a value there: `sqrt(x)^2` at -1. `None` where it cannot be found to that
    /// precision, if there are not as many numbers as inputs, and of formulas over vectors. Inputs in the order of the header; numbers
    /// are taken exactly.
    pub fn precise(&self, inputs: &[f64], bits: u32, digits: usize) -> Option<String> {
        if self.is_vector() || inputs.len() != self.inner.function.inputs.len() {
            return None;
        }
        let value = self.precise_value(inputs, precise::Precision::bits(bits))?;
        Some(value.to_decimal(digits))
    }
}

impl Inner {
    fn write(&self) -> Result<Arc<Definition>, TooLarge> {
        let mut graph = self.graph.clone();
        graph.make_room();
        let body = present(&mut graph, self.function.body, self.by)?;
        Ok(Arc::new(Definition {
            body,
            ..(*self.source).clone()
        }))
    }
}

fn nearest(name: &str, scope: &Scope) -> Option<String> {
    gradus_syntax::nearest(name, gradus_syntax::Names::known(scope).into_iter()).map(str::to_owned)
}

impl FromStr for Formula {
    type Err = Error;

    /// Reads a formula that may call the catalogue.
    fn from_str(text: &str) -> Result<Self, Error> {
        Scope::with_builtins().parse(text)
    }
}

impl fmt::Display for Formula {
    /// The definition, so that reading it gives the formula again: after those it calls, if they are not of the catalogue.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.definition() {
            Ok(definition) => {
                let statements = definition.to_source(Style::Infix, &Builtins);
                f.pad(&statements.replace('\n', "; "))
            }
            Err(error) => fmt::Display::fmt(&error, f),
        }
    }
}

impl fmt::Debug for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formula")
            .field("definition", &self.to_string())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
