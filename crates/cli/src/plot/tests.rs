//! Pictures of well-known functions, and of everything that should not break a picture.

use super::*;

const RANGE: (f64, f64) = (-6.0, 6.0);

/// A closure sampled evenly, 601 points.
fn sampled(range: (f64, f64), f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let x = |index: i32| range.0 + (range.1 - range.0) * f64::from(index) / 600.0;
    (0..=600).map(|index| (x(index), f(x(index)))).collect()
}

/// The value and the gradient of one formula.
fn pair(
    formula: usize,
    name: &str,
    value: impl Fn(f64) -> f64,
    gradient: impl Fn(f64) -> f64,
) -> Vec<Series> {
    let series = |role, label: String, points| Series {
        label,
        formula,
        role,
        points,
    };
    vec![
        series(Role::Value, name.to_string(), sampled(RANGE, value)),
        series(Role::Gradient, format!("{name}′"), sampled(RANGE, gradient)),
    ]
}

fn figure(title: &str, series: Vec<Series>, kinks: Vec<Kink>) -> Figure {
    Figure {
        title: title.into(),
        subtitle: None,
        x_label: "x".into(),
        x_range: RANGE,
        series,
        kinks,
        panels: Panels::Auto,
        axes: None,
    }
}

fn sides(left: f64, at: f64, right: f64) -> Sides {
    Sides { left, at, right }
}

fn kink(formula: usize, x: f64, value: Sides, gradient: Sides) -> Kink {
    let kind = if value.differ() {
        KinkKind::Jump
    } else {
        KinkKind::Kink
    };
    Kink {
        formula,
        x,
        kind,
        value,
        gradient,
        label: String::new(),
    }
}

fn relu() -> Figure {
    let series = pair(
        0,
        "relu",
        |x| x.max(0.0),
        |x| if x > 0.0 { 1.0 } else { 0.0 },
    );
    figure(
        "max(0, x)",
        series,
        vec![kink(0, 0.0, sides(0.0, 0.0, 0.0), sides(0.0, 0.0, 1.0))],
    )
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn swish_slope(x: f64) -> f64 {
    sigmoid(x) * (1.0 + x * (1.0 - sigmoid(x)))
}

fn swish() -> Figure {
    let series = pair(0, "f", |x| x * sigmoid(x), swish_slope);
    let mut figure = figure("swish(x; beta = 1) = x * sigmoid(beta * x)", series, vec![]);
    figure.subtitle = Some("minimum −0.278465 at −1.27846".into());
    figure
}

fn step() -> Figure {
    let series = pair(0, "step", |x| if x >= 0.0 { 1.0 } else { 0.0 }, |_| 0.0);
    let jump = kink(0, 0.0, sides(0.0, 1.0, 1.0), sides(0.0, 0.0, 0.0));
    figure("if(x >= 0, 1, 0)", series, vec![jump])
}

fn pole() -> Figure {
    let series = pair(0, "f", |x| 1.0 / x, |x| -1.0 / (x * x));
    let (up, nan) = (f64::INFINITY, f64::NAN);
    let mut jump = kink(0, 0.0, sides(-up, nan, up), sides(-up, -up, -up));
    jump.label = "pole at 0".into();
    figure("1/x", series, vec![jump])
}

fn exponential() -> Figure {
    figure("exp(x)", pair(0, "f", f64::exp, f64::exp), vec![])
}

fn sawtooth() -> Figure {
    let jumps = (-6..=6).map(|x| kink(0, f64::from(x), sides(1.0, 0.0, 0.0), sides(1.0, 1.0, 1.0)));
    figure(
        "mod(x, 1)",
        pair(0, "f", |x| x.rem_euclid(1.0), |_| 1.0),
        jumps.collect(),
    )
}

fn logarithm() -> Figure {
    figure(
        "ln(x)",
        pair(
            0,
            "f",
            f64::ln,
            |x| if x > 0.0 { 1.0 / x } else { f64::NAN },
        ),
        vec![],
    )
}

fn power() -> Figure {
    figure(
        "x^9",
        pair(0, "f", |x| x.powi(9), |x| 9.0 * x.powi(8)),
        vec![],
    )
}

fn several() -> Figure {
    let elu = |x: f64| if x >= 0.0 { x } else { x.exp_m1() };
    let elu_slope = |x: f64| if x >= 0.0 { 1.0 } else { x.exp() };
    let mut series = pair(0, "swish", |x| x * sigmoid(x), swish_slope);
    series.extend(pair(1, "elu", elu, elu_slope));
    series.extend(pair(2, "tanh", f64::tanh, |x| 1.0 - x.tanh().powi(2)));
    figure("swish, elu, tanh", series, vec![])
}

fn wide() -> Figure {
    let mut wide = relu();
    wide.x_range = (-30.0, 30.0);
    wide.series[0].points = sampled(wide.x_range, |x| x.max(0.0));
    wide.series[1].points = sampled(wide.x_range, |x| if x > 0.0 { 1.0 } else { 0.0 });
    wide
}

fn gallery() -> Vec<(&'static str, Figure)> {
    vec![
        ("relu", relu()),
        ("swish", swish()),
        ("step", step()),
        ("pole", pole()),
        ("exponential", exponential()),
        ("sawtooth", sawtooth()),
        ("logarithm", logarithm()),
        ("power", power()),
        ("several", several()),
        ("wide", wide()),
    ]
}

/// A few points only, so that the snapshot can be read.
fn small() -> Figure {
    let mut small = relu();
    small.x_range = (-1.0, 1.0);
    small.series[0].points = vec![(-1.0, 0.0), (0.0, 0.0), (0.5, 0.5), (1.0, 1.0)];
    small.series[1].points = vec![(-1.0, 0.0), (-0.1, 0.0), (0.1, 1.0), (1.0, 1.0)];
    small
}

fn plain(width: usize, height: usize) -> TerminalOptions {
    TerminalOptions {
        width,
        height,
        color: false,
        ascii: false,
    }
}

#[test]
fn svg_snapshots() {
    insta::assert_snapshot!("svg_relu", svg(&small()));
    let mut stacked = small();
    stacked.panels = Panels::Stacked;
    stacked.subtitle = Some("values above, gradients below".into());
    insta::assert_snapshot!("svg_stacked", svg(&stacked));
}

#[test]
fn terminal_snapshots() {
    for (name, figure) in gallery() {
        insta::assert_snapshot!(format!("terminal_{name}"), terminal(&figure, plain(80, 24)));
    }
    let ascii = TerminalOptions {
        ascii: true,
        ..plain(60, 16)
    };
    insta::assert_snapshot!("terminal_ascii", terminal(&relu(), ascii));
    let color = TerminalOptions {
        color: true,
        ..plain(48, 14)
    };
    insta::assert_snapshot!(
        "terminal_color",
        terminal(&swish(), color).replace('\u{1b}', "ESC")
    );
}

#[test]
fn a_picture_is_a_function_of_its_figure() {
    for (_, figure) in gallery() {
        assert_eq!(svg(&figure), svg(&figure.clone()));
    }
}

/// The values of an attribute, in order.
fn attributes<'a>(document: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!(" {name}=\"");
    let values = document.split(&opening).skip(1);
    values.filter_map(|rest| rest.split('"').next()).collect()
}

fn curve_paths(document: &str) -> Vec<&str> {
    let curves = document.lines().filter(|line| line.contains("clip-path="));
    curves.flat_map(|line| attributes(line, "d")).collect()
}

#[test]
fn curves_break_at_jumps_without_an_upright_stroke() {
    for (figure, parts) in [
        (step(), [2, 1]),
        (relu(), [1, 2]),
        (sawtooth(), [12, 1]),
        (pole(), [2, 2]),
    ] {
        let document = svg(&figure);
        let found: Vec<_> = curve_paths(&document)
            .iter()
            .map(|d| d.matches('M').count())
            .collect();
        assert_eq!(found, parts, "{}", figure.title);
    }
}

#[test]
fn an_undeclared_pole_is_not_crossed() {
    let mut figure = pole();
    figure.kinks.clear();
    // No sample at the pole itself.
    figure.series[0].points.retain(|point| point.0 != 0.0);
    assert_eq!(curve_paths(&svg(&figure))[0].matches('M').count(), 2);
}

#[test]
fn dots_show_which_side_is_returned() {
    let filled = |figure: &Figure| svg(figure).matches("f-curve").count();
    let open = |figure: &Figure| svg(figure).matches("f-ground\" cx").count();
    // Two rules of the style name the fill of each of two curves.
    assert_eq!((filled(&step()) - 2, open(&step())), (1, 1));
    assert_eq!((filled(&relu()) - 2, open(&relu())), (2, 1));
    assert_eq!((filled(&swish()) - 2, open(&swish())), (0, 0));
}

#[test]
fn text_is_escaped() {
    let mut figure = small();
    figure.title = "<script>\"&'\u{0}\n</script>".into();
    figure.series[0].label = "a<b & c".into();
    figure.kinks[0].label = "x > \u{ffff}0".into();
    let document = svg(&figure);
    assert!(document.contains(">&lt;script&gt;&quot;&amp;'  &lt;/script&gt;</text>"));
    assert!(document.contains("a&lt;b &amp; c") && document.contains("x &gt; 0"));
    assert!(
        !document.contains("<script") && !document.contains('\u{ffff}') && !document.contains('\0')
    );
}

#[test]
fn long_texts_stay_in_the_picture() {
    let mut figure = several();
    figure.title = "x * ".repeat(200);
    figure.x_label = "length".repeat(20);
    for series in &mut figure.series {
        series.label = series.label.repeat(30);
    }
    let document = svg(&figure);
    let longest = document
        .lines()
        .filter(|line| line.starts_with("<text"))
        .map(str::len)
        .max();
    assert!(longest < Some(300), "{longest:?}");
    let lines = terminal(&figure, plain(80, 24));
    assert!(lines.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn ascii_is_ascii() {
    for (_, figure) in gallery() {
        let options = TerminalOptions {
            ascii: true,
            ..plain(80, 24)
        };
        assert!(terminal(&figure, options).is_ascii());
    }
}

#[test]
fn a_terminal_picture_has_the_size_asked_for() {
    for (name, figure) in gallery() {
        for (width, height) in [(80, 24), (200, 50), (40, 16), (24, 12)] {
            let picture = terminal(&figure, plain(width, height));
            let lines: Vec<_> = picture.lines().collect();
            assert!(
                lines.len() <= height && lines.len() + 2 >= height,
                "{name}: {}",
                lines.len()
            );
            assert!(
                lines.iter().all(|line| line.chars().count() <= width),
                "{name} {width}"
            );
        }
    }
}

#[test]
fn colour_changes_no_character_count() {
    let options = TerminalOptions {
        color: true,
        ..plain(80, 24)
    };
    let colored = terminal(&swish(), options);
    let bare: String = colored
        .split('\u{1b}')
        .map(|run| run.split_once('m').map_or(run, |(_, rest)| rest))
        .collect();
    assert_eq!(
        bare.lines().count(),
        terminal(&swish(), plain(80, 24)).lines().count()
    );
    assert!(bare.lines().all(|line| line.chars().count() <= 80));
}

#[cfg(feature = "png")]
#[test]
fn png_has_the_colours_of_its_curves() {
    let image = png(&swish()).expect("an image");
    let pixels = tiny_skia::Pixmap::decode_png(&image).expect("a PNG image");
    assert_eq!((pixels.width(), pixels.height()), (1600, 1000));
    for (red, green, blue) in [(0x1f, 0x6f, 0xeb), (0xd9, 0x48, 0x0f), (0x1f, 0x23, 0x28)] {
        let same = |pixel: &&tiny_skia::PremultipliedColorU8| {
            (pixel.red(), pixel.green(), pixel.blue()) == (red, green, blue)
        };
        assert!(pixels.pixels().iter().filter(same).count() > 500);
    }
}

/// Everything that may be wrong with a picture of odd data.
fn assert_sound(figure: &Figure) {
    let document = svg(figure);
    let drawn = document
        .split_once("</style>")
        .map_or("", |(_, drawn)| drawn);
    for path in attributes(drawn, "d") {
        assert!(!path.contains("NaN") && !path.contains("inf"), "{path}");
    }
    for name in ["d", "x", "y", "cx", "cy"] {
        for value in attributes(drawn, name) {
            let numbers = value
                .split(['M', 'L', ' '])
                .filter(|number| !number.is_empty());
            for number in numbers.map(|number| number.parse::<f64>().expect("a number")) {
                assert!((-50.0..=850.0).contains(&number), "{name} {value}");
            }
        }
    }
    let picture = terminal(figure, plain(80, 24));
    assert!(picture.lines().all(|line| line.chars().count() <= 80));
    assert!(picture.lines().count() <= 24);
}

#[test]
fn nothing_to_draw_is_still_a_picture() {
    assert_sound(&figure("", vec![], vec![]));
    assert_sound(&figure(
        "",
        vec![],
        vec![kink(
            3,
            f64::NAN,
            sides(0.0, 0.0, 1.0),
            sides(0.0, 0.0, 1.0),
        )],
    ));
    assert_sound(&figure(
        "empty",
        pair(0, "f", |_| f64::NAN, |_| f64::INFINITY),
        vec![],
    ));
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn odd_number() -> impl Strategy<Value = f64> {
        prop_oneof![
            4 => -10.0..10.0,
            2 => any::<f64>(),
            1 => prop::sample::select(vec![
                0.0, -0.0, 1e-320, 1e300, -1e300, f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e-12,
            ]),
        ]
    }

    fn odd_sides() -> impl Strategy<Value = Sides> {
        (odd_number(), odd_number(), odd_number())
            .prop_map(|(left, at, right)| sides(left, at, right))
    }

    fn odd_series() -> impl Strategy<Value = Series> {
        let points = prop::collection::vec((odd_number(), odd_number()), 0..40);
        (".{0,12}", 0..9usize, any::<bool>(), points).prop_map(|(label, formula, value, points)| {
            Series {
                label,
                formula,
                role: if value { Role::Value } else { Role::Gradient },
                points,
            }
        })
    }

    fn odd_figure() -> impl Strategy<Value = Figure> {
        let series = prop::collection::vec(odd_series(), 0..5);
        let kinks =
            prop::collection::vec((0..9usize, odd_number(), odd_sides(), odd_sides()), 0..6);
        (".{0,30}", series, kinks, odd_number(), odd_number()).prop_map(
            |(title, series, kinks, from, to)| Figure {
                x_range: (from, to),
                kinks: kinks
                    .into_iter()
                    .map(|(formula, x, value, gradient)| kink(formula, x, value, gradient))
                    .collect(),
                ..figure(&title, series, vec![])
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn odd_data_gives_sound_pictures(figure in odd_figure()) {
            assert_sound(&figure);
        }
    }

    #[cfg(feature = "png")]
    proptest! {
        #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn odd_data_gives_an_image(figure in odd_figure()) {
            prop_assert!(png(&figure).is_ok());
        }
    }
}

/// Writes the pictures into the folder named by `GRADUS_GALLERY`, to be looked at.
#[cfg(feature = "png")]
#[test]
#[ignore = "writes files; for looking at pictures"]
fn gallery_for_the_eye() {
    let folder = std::env::var("GRADUS_GALLERY").expect("GRADUS_GALLERY names a folder");
    for (name, figure) in gallery() {
        std::fs::write(format!("{folder}/{name}.svg"), svg(&figure)).expect("writable");
        std::fs::write(
            format!("{folder}/{name}.png"),
            png(&figure).expect("an image"),
        )
        .expect("writable");
    }
}
