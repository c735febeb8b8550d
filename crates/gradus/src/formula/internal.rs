//! What the rest of the crate asks of a formula.

use std::sync::{Arc, OnceLock};

use gradus_symbolic::computation::Real;
use gradus_symbolic::evaluate::{Point, Value, constant_value, evaluate_within};
use gradus_symbolic::pieces;
use gradus_symbolic::precise::{self, Precise};
use gradus_symbolic::simplify::{Purpose, simplify_all};
use gradus_symbolic::{Function, Graph, Id, Rational, Symbol};
use gradus_syntax::{Definition, Tree};

use super::{Formula, Inner};
use crate::{Error, Options};

impl Formula {
    pub(crate) fn graph(&self) -> &Graph {
        &self.inner.graph
    }

    pub(crate) fn function(&self) -> &Function {
        &self.inner.function
    }

    pub(crate) fn kernel_options(&self) -> Options {
        self.options
    }

    /// The name by which it was differentiated last.
    pub(crate) fn differentiated_by(&self) -> Option<Symbol> {
        self.inner.by
    }

    pub(crate) fn header(&self) -> Definition {
        Definition {
            body: Tree::new(),
            ..(*self.inner.source).clone()
        }
    }

    /// With the values that another formula's parameters of the same names have.
    pub(crate) fn with_values_of(&self, other: &Self) -> Self {
        let mut values = self.values.to_vec();
        for (slot, parameter) in values.iter_mut().zip(&self.inner.source.parameters) {
            let parameters = &other.inner.source.parameters;
            if let Some(position) = parameters
                .iter()
                .position(|given| given.name == parameter.name)
            {
                *slot = other.values[position].or(*slot);
            }
        }
        Self {
            values: values.into(),
            ..self.clone()
        }
    }

    pub(crate) fn symbol(&self, name: &str) -> Result<Symbol, Error> {
        if self.is_vector() {
            return Err(Error::OverVectors);
        }
        let source = &self.inner.source;
        let inputs = source
            .inputs
            .iter()
            .map(|input| &input.name)
            .zip(&self.inner.function.inputs);
        let parameters = source
            .parameters
            .iter()
            .map(|parameter| &parameter.name)
            .zip(&self.inner.function.parameters);
        let mut names = inputs.chain(parameters);
        names
            .clone()
            .find(|(known, _)| ***known == *name)
            .map(|(_, symbol)| *symbol)
            .ok_or_else(|| Error::UnknownName {
                name: name.to_owned(),
                known: names.by_ref().map(|(known, _)| known.to_string()).collect(),
            })
    }

    /// Where a parameter stands in the header.
    pub(crate) fn parameter_position(&self, name: &str) -> Result<usize, Error> {
        let parameters = &self.inner.source.parameters;
        let position = parameters
            .iter()
            .position(|parameter| *parameter.name == *name);
        position.ok_or_else(|| Error::UnknownParameter {
            name: name.to_owned(),
            known: parameters
                .iter()
                .map(|parameter| parameter.name.to_string())
                .collect(),
        })
    }

    /// The values of the parameters, rounded for every number type from the exact default or from the value given.
    pub(crate) fn parameter_values(&self) -> Vec<Real> {
        let values = self.defaults().iter().zip(self.values.iter());
        values
            .map(|(default, given)| given.map_or_else(|| precise::real(default), Real::exact))
            .collect()
    }

    /// The parameters' values for high precision: defaults exactly.
    pub(crate) fn point(&self) -> Point {
        let values = self.defaults().iter().zip(self.values.iter());
        let values =
            values.map(|(default, given)| given.map_or_else(|| default.clone(), Precise::from));
        self.inner
            .function
            .parameters
            .iter()
            .copied()
            .zip(values.map(Value::Number))
            .collect()
    }

    fn defaults(&self) -> &[Precise] {
        let defaults = &self.inner.function.defaults;
        self.inner.defaults.get_or_init(|| {
            defaults
                .iter()
                .map(|&default| self.constant(default))
                .collect()
        })
    }

    fn constant(&self, id: Id) -> Precise {
        let bits = precise::Precision::bits(1024);
        constant_value(&self.inner.graph, id, bits)
    }

    /// Known points where something is divided by zero, or a root or a logarithm ends.
    pub(crate) fn singular_points(&self) -> Vec<f64> {
        let mut graph = self.inner.graph.clone();
        let function = &self.inner.function;
        let points = pieces::singular_points(&mut graph, function.body, function.inputs[0]);
        let value = |id| constant_value(&graph, id, precise::Precision::bits(256)).to_f64();
        points.into_iter().map(value).collect()
    }

    /// The value of a formula without inputs.
    pub(crate) fn constant_value(&self) -> Real {
        precise::real(&self.constant(self.inner.function.body))
    }

    pub(crate) fn precise_value(
        &self,
        inputs: &[f64],
        precision: precise::Precision,
    ) -> Option<Precise> {
        let mut point = self.point();
        for (&symbol, &value) in self.inner.function.inputs.iter().zip(inputs) {
            point.insert(symbol, Value::Number(Precise::from(value)));
        }
        evaluate_within(
            &self.inner.graph,
            self.inner.function.body,
            self.inner.function.domain,
            &point,
            precision,
        )
    }

    /// The same function with the values of its parameters in their places: nothing is left but inputs.
    pub(crate) fn specialised(&self) -> Result<Self, Error> {
        let mut graph = self.inner.graph.clone();
        let mut function = self.inner.function.clone();
        let values = function
            .parameters
            .iter()
            .zip(&function.defaults)
            .zip(self.values.iter());
        let values: Vec<(Symbol, Id)> = values
            .map(|((&symbol, &default), given)| {
                let exact = given.and_then(Rational::from_f64);
                (symbol, exact.map_or(default, |value| graph.rational(value)))
            })
            .collect();
        for (symbol, value) in values {
            function.body = graph.substitute(function.body, symbol, value);
            function.domain = graph.substitute(function.domain, symbol, value);
        }
        let purposes = [Purpose::Tidy, Purpose::Recognise];
        function.body = simplify_all(&mut graph, &[function.body], &purposes)[0];
        function.parameters.clear();
        function.defaults.clear();
        if let Some(error) = graph.exceeded() {
            return Err(error.into());
        }
        Ok(self.made_of(graph, function, self.inner.by))
    }

    /// Another function of the same inputs and parameters: what `body` makes of the graph, the expression and the first input.
    pub(crate) fn with_body(
        &self,
        body: impl FnOnce(&mut Graph, Id, Symbol) -> Id,
    ) -> Result<Self, Error> {
        let mut graph = self.inner.graph.clone();
        let mut function = self.inner.function.clone();
        function.body = body(&mut graph, function.body, function.inputs[0]);
        match graph.exceeded() {
            Some(error) => Err(error.into()),
            None => Ok(self.made_of(graph, function, None)),
        }
    }

    /// A function that nobody wrote, without a name.
    fn made_of(&self, graph: Graph, function: Function, by: Option<Symbol>) -> Self {
        let mut source = self.header();
        source.name = None;
        source.parameters.truncate(function.parameters.len());
        let values = self.values[..function.parameters.len()].into();
        let inner = Inner {
            source: Arc::new(source),
            graph,
            function,
            by,
            order: self.inner.order,
            defaults: OnceLock::new(),
            written: OnceLock::new(),
            read: None,
            computations: OnceLock::new(),
        };
        Self {
            inner: Arc::new(inner),
            values,
            options: self.options,
        }
    }

    pub(super) fn derived(&self, graph: Graph, body: Id, by: Symbol) -> Self {
        let function = Function {
            body,
            ..self.inner.function.clone()
        };
        let by_name = &graph.symbol_info(by).name;
        let name = self.inner.source.name.as_ref();
        let name = name.map(|name| derivative_name(name, self.inner.order, by_name).into());
        let source = Arc::new(Definition {
            name,
            body: Tree::new(),
            ..(*self.inner.source).clone()
        });
        let inner = Inner {
            source,
            graph,
            function,
            by: Some(by),
            order: self.inner.order + 1,
            defaults: self.inner.defaults.clone(),
            written: OnceLock::new(),
            read: None,
            computations: OnceLock::new(),
        };
        Self {
            inner: Arc::new(inner),
            values: self.values.clone(),
            options: self.options,
        }
    }
}

/// `d_f_d_x` of `f`, and `d2_f_d_x_d_y` of that.
fn derivative_name(name: &str, order: u32, by: &str) -> String {
    match order {
        0 => format!("d_{name}_d_{by}"),
        _ => {
            let (_, rest) = name.split_once('_').unwrap_or(("d", name));
            format!("d{}_{rest}_d_{by}", order + 1)
        }
    }
}
