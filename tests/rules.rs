//! Every row of the tables of identities and of derivatives holds.

mod derivatives;
mod identities;

use std::collections::HashSet;

use gradus_symbolic::simplify::{Holds, Purpose, RULES, Rule};

#[test]
fn every_rule_holds_as_tagged() {
    let wrong: Vec<String> = RULES
        .iter()
        .filter_map(|rule| identities::wrong(rule).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_rule_is_found() {
    use Holds::{Everywhere, Removable};
    for (name, left, right, holds) in [
        ("wrong sign", "sin(a)^2 - cos(a)^2", "1", Everywhere),
        (
            "wrong at large arguments",
            "tanh(a)",
            "sign(a)*tanh(min(abs(a), 20))",
            Everywhere,
        ),
        ("wrong left of zero", "sqrt(a^2)", "a", Everywhere),
        ("undefined left of zero", "ln(a^2)", "2*ln(a)", Everywhere),
        (
            "off by a little",
            "exp(a) - 1",
            "expm1(a)*(1 + 1e-35)",
            Everywhere,
        ),
        ("tagged too well", "sin(a)/a", "sinc(a)", Everywhere),
        ("tagged too badly", "exp(ln(a))", "a", Removable),
    ] {
        let rule = Rule {
            name,
            left,
            right,
            holds,
            purpose: Purpose::Tidy,
        };
        assert!(identities::wrong(&rule).is_err(), "{name} went unnoticed");
    }
}

#[test]
fn every_rule_makes_its_expression_smaller() {
    let grows = |rule: &&Rule| {
        let (left, right) = (
            identities::size(rule, rule.left),
            identities::size(rule, rule.right),
        );
        // what the graph already writes alike needs no measure
        right >= left && !identities::alike(rule)
    };
    let line = |rule: &Rule| {
        let (left, right) = (
            identities::size(rule, rule.left),
            identities::size(rule, rule.right),
        );
        format!(
            "{}: {} {left:?} -> {} {right:?}",
            rule.name, rule.left, rule.right
        )
    };
    let wrong: Vec<String> = RULES.iter().filter(grows).map(line).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_used() {
    for rule in RULES {
        let (result, expected) = identities::rewritten(rule);
        assert_eq!(result, expected, "{}: {}", rule.name, rule.left);
    }
}

#[test]
fn names_of_rules_are_unique() {
    let names: HashSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn every_derivative_rule_agrees_with_differences() {
    for rule in derivatives::all() {
        let decided = rule.agrees();
        assert!(
            decided >= rule.least(),
            "{} is decided at {decided} points only",
            rule.name()
        );
    }
}

#[test]
fn a_wrong_derivative_is_found() {
    let mut rule = derivatives::all()
        .into_iter()
        .find(|rule| rule.name() == "tanh by x")
        .expect("it exists");
    rule.factor = 1.0 + 1e-15;
    assert!(std::panic::catch_unwind(|| rule.agrees()).is_err());
}

#[test]
fn derivative_rules_read_well() {
    let lines: Vec<String> = derivatives::all()
        .iter()
        .map(derivatives::Rule::line)
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
