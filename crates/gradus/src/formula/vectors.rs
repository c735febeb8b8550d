//! What a formula over vectors passes back to its inputs.

use std::sync::{Arc, OnceLock};

use gradus_symbolic::derivative::cotangent;
use gradus_symbolic::present::loosened;
use gradus_symbolic::simplify::{Purpose, simplify_all};
use gradus_symbolic::{Function, Id, Node, Role};
use gradus_syntax::{Definition, Input, Tree};

use super::{Formula, Inner};
use crate::Error;

impl Formula {
    /// The vector-Jacobian product by an input, as a formula of the inputs and of one more, `upstream`: how the sum of
    /// the value's elements, weighted by `upstream`, changes with the elements of that input. It is what back propagation passes on.
    ///
    /// All inputs are vectors of one length, and so is `upstream`, unless the value is one number. For numbers
    /// use [`VectorKernel::vjp`](crate::VectorKernel::vjp), whose diagonal does not cancel.
    ///
    /// ```
    /// use gradus::Formula;
    ///
    /// let softmax: Formula = "softmax(x[]) = exp(x)/sum(exp(x))".parse()?;
    /// let passed_on = softmax.vjp("x")?;
    /// assert_eq!(passed_on.body_text(), "exp(x - logsumexp(x))*(upstream - sum(upstream*exp(x - logsumexp(x))))");
    /// # Ok::<(), gradus::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the formula has no such input; if it concatenates, as parts of `upstream` cannot be written; if the product
    /// would exceed the limits within which the formula was read.
    pub fn vjp(&self, input: &str) -> Result<Self, Error> {
        let position = self.input_position(input)?;
        let mut graph = self.inner.graph.clone();
        let function = &self.inner.function;
        let [body, domain] = graph.of_vectors([function.body, function.domain]);
        let (name, vector) = (self.upstream_name(), graph.facts(body).vector);
        let role = if vector { Role::Vector } else { Role::Scalar };
        let upstream = graph.new_symbol(&name, role);
        let weights = graph.symbol(upstream);
        let passed = cotangent(&mut graph, body, weights, &[function.inputs[position]])[0];
        let passed = loosened(&mut graph, passed);
        let body = simplify_all(&mut graph, &[passed], &[Purpose::Tidy, Purpose::Recognise])[0];
        let is_part = |id: &Id| matches!(graph.node(*id), Node::Part(..));
        if graph.reachable(&[body]).iter().any(is_part) {
            return Err(Error::OverVectors);
        }
        if let Some(error) = graph.exceeded() {
            return Err(error.into());
        }
        let function = Function {
            inputs: [&function.inputs[..], &[upstream]].concat(),
            body,
            domain,
            ..function.clone()
        };
        let source = self.header_with(
            Input {
                name: name.into(),
                vector,
            },
            input,
        );
        Ok(Self {
            inner: Arc::new(Inner {
                source: Arc::new(source),
                graph,
                function,
                by: None,
                order: 0,
                defaults: self.inner.defaults.clone(),
                written: OnceLock::new(),
                read: None,
                computations: OnceLock::new(),
            }),
            ..self.clone()
        })
    }

    fn input_position(&self, name: &str) -> Result<usize, Error> {
        let known = self.inputs();
        known
            .iter()
            .position(|input| *input == name)
            .ok_or_else(|| Error::UnknownName {
                name: name.to_owned(),
                known: known.into_iter().map(str::to_owned).collect(),
            })
    }

    /// `upstream`, or with underscores after it where the formula has that name itself.
    fn upstream_name(&self) -> String {
        let mut name = "upstream".to_owned();
        let taken = |name: &str| {
            let parameters = &self.inner.source.parameters;
            self.inputs().contains(&name)
                || parameters.iter().any(|parameter| *parameter.name == *name)
        };
        while taken(&name) {
            name.push('_');
        }
        name
    }

    /// The header of the product: every input a vector, and one input more.
    fn header_with(&self, upstream: Input, by: &str) -> Definition {
        let source = &self.inner.source;
        let vectors = source.inputs.iter().map(|input| Input {
            vector: true,
            ..input.clone()
        });
        Definition {
            name: Some(match &source.name {
                Some(name) => format!("vjp_{name}_{by}").into(),
                None => format!("vjp_{by}").into(),
            }),
            inputs: vectors.chain([upstream]).collect(),
            body: Tree::new(),
            ..(**source).clone()
        }
    }
}
