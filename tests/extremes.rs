//! Values and derivatives at inputs where a part of a formula overflows, vanishes, cancels or is not real though the whole is an
//! ordinary number.

use gradus::Formula;

/// The greatest error, in units of the last place of the true value.
const BAR: f64 = 16.0;

/// A formula, the highest order of its derivative, inputs.
type Row = (&'static str, u32, &'static [f64]);

/// Formulas of one input.
#[rustfmt::skip]
const OF_ONE: &[Row] = &[
    // a guard of an infinite input leaves what is under a root alone
    ("tanh(x)+sqrt(x-1)",        1, &[800.0, 1e10, 47.0, 1.5]),
    ("swish(x)+sqrt(x-1)",       1, &[800.0, 1e10, 47.0, 1.5]),
    ("exp(-x)+1/sqrt(x-1)",      1, &[800.0, 1e10, 47.0, 1.5]),
    ("exp(-x^2)-asin(1/x)",      1, &[47.0, 800.0, -47.0, 1.5]),
    // functions of exponentials
    ("log10(10^x)",              1, &[400.0, -400.0, 0.3]),
    ("log2(2^x)",                1, &[4000.0, -4000.0, 0.3]),
    ("acosh(exp(x))",            1, &[800.0, 0.3, 1e-5]),
    ("atanh(sigmoid(x))",        1, &[50.0, -50.0, 0.3, 800.0, -800.0]),
    ("asinh(exp2(x))",           1, &[1e10, -1e4, 3.0]),
    ("hypot(x,1)-x",             1, &[1e10, -3.0, 1e200]),
    // sums that vanish with an exponential
    ("ln(softplus(x)+exp(2*x))", 1, &[-900.0, -50.0, -20.0, 3.0]),
    ("exp(x)/(softplus(x)+exp(2*x))", 1, &[-700.0, -50.0, -20.0, 3.0]),
    ("ln(softplus(x)+sigmoid(x))", 1, &[-900.0, -50.0, -20.0, 3.0]),
    // cancellation
    ("cbrt(x+1)-cbrt(x)",        1, &[1e16, 3.0, 1e200, -1e16]),
    ("sqrt(x+1)-sqrt(x)",        1, &[1e16, 1e300, 3.0]),
    ("1/x-1/tan(x)",             1, &[1e-5, 1e-300, 0.5, -1e-9]),
    ("tan(x)-sin(x)",            1, &[1e-5, 0.5, 1e-100]),
    // removable holes
    ("asin(x)/x",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("asin(x/3)/abs(x)",         2, &[1e-200, -1e-9, 1e-3, 0.3]),
    ("asinh(x/2)/x",             2, &[1e-200, -1e-9, 1e-3, 0.3]),
    ("x/asin(x)",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("atan(x)/x",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("atanh(x)/x",               2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("ln(1+x)/x",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("x/sinh(x)",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("x/tanh(x)",                2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("erf(x)/x",                 2, &[1e-200, 1e-9, 1e-3, 0.3]),
    ("x/ln(1+x)",                2, &[1e-200, 1e-9, 1e-3]),
    ("acos(cos(x))",             1, &[1e-5, -1e-5, 1.0, 1e-300]),
    ("ln(x+1)-ln(x)",            1, &[1e16, 3.0, 1e-200]),
    // conditions
    ("sqrt(x^2-4*x+5)",          1, &[1.7e308, -1.7e308, 1e300, 2.0]),
    ("ln(1+x^2-2*x)",            1, &[1.7e308, -1.7e308, 1e300, 3.0]),
    // a sum that is made smaller afterwards
    ("(3*x+1)/3",                1, &[1.7e308, -1.7e308, 1e76, 3.0, -0.3]),
    ("(7*x+exp(-x^2))/7",        1, &[1.7e308, -1.7e308, 1e76, 3.0]),
    ("reltanh(x)",               1, &[1.7e308, -1.7e308, -1e76, 3.0, -3.0]),
    ("f(x; b = 2) = ln(1+exp(b*x))/b",            1, &[1.7e308, -300.0, 1e76, 3.0]),
    ("f(x; a = 0.25, b = 4) = a*ln(1+exp(b*x))",  1, &[1.7e308, -300.0, 1e76, 3.0]),
    ("f(x; b = 2) = if(x*b > 0, b*x+1, x+1)/b",   1, &[1.7e308, -1e308, 1e76, 3.0]),
    // logarithms that vanish with exponentials, whose lowest orders cancel
    ("exp(x)*ln(1+exp(-x))",              1, &[10.0, 30.0, 36.0, 40.0, 300.0, 800.0, 0.3, -1.0, -40.0, -800.0]),
    ("softplus(x)*exp(-x)",               1, &[-10.0, -30.0, -40.0, -300.0, -800.0, 0.3, 40.0, 600.0]),
    ("softplus(x)/exp(x)",                1, &[-10.0, -30.0, -40.0, -300.0, -800.0, 0.3, 40.0, 600.0]),
    ("exp(2*x)*ln(1+exp(-2*x))",          1, &[10.0, 30.0, 300.0, 800.0, -1.0, -40.0]),
    ("exp(x)*softplus(-x)-1",             1, &[10.0, 30.0, 300.0, 700.0, -1.0, -40.0]),
    ("ln(softplus(x))",                   2, &[-10.0, -36.0, -300.0, -700.0, 0.3, 40.0, 600.0]),
    ("sqrt(softplus(x))",                 2, &[-10.0, -36.0, -300.0, -1000.0, 0.3, 40.0, 600.0]),
    ("tanh(ln(1+exp(x)))/ln(1+exp(x))",   1, &[-5.0, -12.3, -20.0, -40.0, -300.0, 0.3, 5.0]),
    ("(1+exp(x))*ln(1+exp(x))-x*exp(x)",  1, &[800.0, 30.0, 600.0, 0.3, -30.0, -300.0]),
    ("exp(-x)*softplus(x)-softplus(-x)",  1, &[-111.0, -800.0, -1e5, 0.3, 30.0, 300.0]),
    // a condition whose parts cancel
    ("ln(sigmoid(x)/(1-sigmoid(x)))",     1, &[46.2, 40.0, 700.0, -46.2, -700.0, 0.3]),
    ("sqrt(1-sigmoid(x))",                1, &[46.2, 40.0, 700.0, -46.2, 0.3]),
    ("ln(1-tanh(x)^2)",                   1, &[46.2, 20.0, 300.0, -46.2, 0.3]),
    // scaled tails of the error function
    ("normal_pdf(x)/normal_cdf(x)",       1, &[-3.0, -8.0, -40.0, -1e4, -1e8, 0.3, 5.0]),
    ("normal_pdf(x)/(1-normal_cdf(x))",   1, &[3.0, 8.0, 40.0, 0.3, -5.0]),
    ("exp(x^2)*erfc(x)",                  1, &[0.3, 3.0, 8.0, 40.0, 1e4, 1e8, -3.0]),
    ("exp(-x^2)/erfc(x)",                 1, &[0.3, 3.0, 8.0, 40.0, 1e4, 1e8, -3.0]),
    ("x*normal_cdf(x)+normal_pdf(x)",     2, &[-3.0, -8.0, -30.0, 0.3, 5.0]),
    ("ln(normal_cdf(x))",                 2, &[-3.0, -8.0, -40.0, -1e4, -1e8, 0.3, 5.0]),
    ("ln(erfc(x))",                       2, &[3.0, 8.0, 40.0, 1e4, 1e8, 0.3, -5.0]),
    ("ln(erfc((x-1)/2))",                 2, &[3.0, 8.0, 40.0, 1e4, 1e8, 0.3, -5.0]),
    // tails of the error function beside other exponentials, which they cancel where all exponents vanish
    ("erf(x)-tanh(x)",                    1, &[1e-300, -1e-25, 1e-5, -1e-3, 0.3, 3.0, -8.0]),
    ("erfc(x)-exp(-x)",                   1, &[1e-300, -1e-25, 1e-5, -1e-3, 0.3, 3.0, -8.0]),
    ("gelu(x)-swish(1.702*x)/1.702",      1, &[1e-140, -1e-25, 1e-5, -1e-3, 0.3, 3.0, -8.0]),
    ("normal_cdf(x)-sigmoid(1.702*x)",    1, &[1e-300, -1e-25, 1e-5, -1e-3, 0.3, 3.0, -8.0]),
    // polynomials in scaled tails and their arguments that vanish to a high order
    ("exp(x^2)*erfc(x)",                  2, &[0.3, 3.0, 8.0, 40.0, 1e4, 1e6, 1e8, -3.0]),
    ("x*exp(x^2)*erfc(x)",                2, &[0.3, 3.0, 8.0, 40.0, 1e4, 1e6, 1e8, -3.0]),
    ("exp((x-1)^2)*erfc(x-1)",            2, &[1.3, 3.0, 8.0, 40.0, 1e4, 1e6, 1e8, -3.0]),
    ("exp(-x^2)/erfc(x)",                 2, &[0.3, 1.05, 3.0, 8.0, 40.0, 1e4, 1e6, 1e8, -3.0]),
    ("normal_pdf(x)/normal_cdf(x)",       2, &[-0.3, -1.5, -3.0, -8.0, -40.0, -1e4, -1e6, -1e8, 5.0]),
    // the greatest of many exponentials
    ("ln(exp(x)+exp(2*x-1)+exp(3*x-4)+exp(4*x-9)+exp(5*x-16))", 1, &[100.0, 1000.0, -1000.0, 0.7]),
    ("ln(1+exp(x)+exp(2*x-1)+exp(3*x-4)+exp(4*x-9)+exp(5*x-16))", 1, &[100.0, 1000.0, -30.0, -700.0, 0.7]),
    ("f(x; a = 1, b = 2, c = 3, d = 4) = ln(exp(a*x)+exp(b*x)+exp(c*x)+exp(d*x))", 1, &[200.0, 800.0, -800.0, -1e5, 0.7]),
    ("f(x; a = 1, b = 2, c = 3, d = 4) = (exp(a*x)+exp(b*x)+exp(c*x))/(exp(b*x)+exp(c*x)+exp(d*x))", 1, &[200.0, 700.0, 0.7]),
    // sums of many sigmoids
    ("sigmoid(x)+sigmoid(x-1)+sigmoid(x-2)+sigmoid(x-3)+sigmoid(x-4)", 2, &[46.0, 60.0, 300.0, -46.0, -300.0, 0.7]),
    // conditions of quotients
    ("10*x/sign(x)*relu(1/x)",   1, &[1e10, -3.0, 1e-300, 0.3]),
    ("(2+softplus(x))*relu(1/(3*x))", 1, &[1e10, -3.0, 0.3]),
    // inputs and parameters of equal rank, one of them 0 or beyond the range when squared
    ("f(x; a = 0) = (x+sqrt(x^2+a^2))/2",         2, &[1e-200, -1e-200, 1e200, -3.0]),
    ("f(x; a = 1e200) = (x+sqrt(x^2+a^2))/2",     2, &[1e-200, 1e200, -1e200, 3e200, -1e250]),
    ("f(x; a = 1e-200) = (x+sqrt(x^2+a^2))/2",    2, &[1e-200, -1e-200, 3e-200, -1e-180]),
    ("f(x; a = 2) = (x+sqrt(x^2+a^2))/2",         2, &[0.0, 1e-9, -1e9, -1e300, -1.7e308, 1e150]),
    ("f(x; t = 0) = x/(t+abs(x))",                2, &[1e-200, -1e-310, 1e200]),
    ("f(x; t = 1) = x/(t+abs(x))",                1, &[0.0, 1e-310, -1e300, 1.7e308]),
    ("f(x; c = 0) = x^2/(x^2+c^2)",               2, &[1e-200, -1e-310, 1e200]),
    ("f(x; c = 1e200) = x^2/(x^2+c^2)",           1, &[1e200, 1e100, 1e250]),
    ("f(x; c = 2) = c^2/2*x^2/(x^2+c^2)",         2, &[0.0, 1e-200, -1e9, 1e300, 1.7e308]),
    ("f(x; a = 0) = x/sqrt(x^2+a^2)",             2, &[1e-200, -1e-200, 1e200]),
    ("f(x; b = 0) = x*(1+erf(b*x))/2",            1, &[1e200, 1e308, -1e300]),
    ("f(x; b = 1e-200) = exp(-(b*x)^2)",          0, &[1e200, -2e200, 1e190]),
    // a root of an irrational multiple
    ("sqrt(0.1*x^2+1)-1",                         2, &[0.0, 1e-150, 1e-9, 0.3, 1e200]),
    // what a logarithm or a power is of
    ("f(x; n = 3) = -(n+1)/2*ln(1+x^2/n)",        2, &[1e200, 1e154, -1e300, 1e20, 0.1]),
    ("f(x; n = 0.5) = (1+x^2/n)^(-(n+1)/2)",      2, &[1e100, 1e154, 1e200, -1e20, 3.0]),
    ("f(x; n = 1e6) = (1+x^2/n)^(-(n+1)/2)",      1, &[1e80, -1e154, 1e200, -1e300, 3.0, 0.1]),
    ("f(x; p = 0.125) = (1+x^2)^p",                 2, &[1e100, 1e154, 1e200, -1e20, 3.0]),
    ("f(x; c = 2) = ln(1+(x/c)^2)*c^2/2",         1, &[1e154, -1e300, 3.0, 1e-200]),
    ("f(x; c = 2) = ln(1+abs(x/c)^3)",            1, &[1e104, -1e300, 3.0]),
    // a multiple of the input
    ("asinh(2*x)/2",                              2, &[1.7e308, -1e308, 3.0]),
    ("f(x; a = 2) = asinh(a*x)/a",                1, &[1.7e308, -1e308, 3.0]),
    ("x+(1-cos(2*x))/2",                          0, &[1.7e308, -1e308, 3.0]),
    ("f(x; a = 1) = x-a*sin(2*pi*x)/(2*pi)",      0, &[1.7e308, -1e308, 0.3]),
    ("exp(-1/x)",                                 2, &[1.7e308, -1e308, 1e103, 0.01]),
    ("tanh(1/x)",                                 2, &[1.7e308, -1e308, 1e103]),
    // numbers beyond the range
    ("x*1e-400",                                  1, &[1e308, -1e200]),
    ("x*1e400",                                   0, &[1e-308, -1e-200]),
    ("x*1e-320",                                  0, &[1e308, 1e30]),
    ("x^2*1e-400",                                1, &[1e308, 1e200]),
    // zeros of functions of a multiple of the input, and of two functions together
    ("1000*ln(cosh(x/1000))",                     2, &[1e-200, 1e-9, 1e-5, 0.1, 3.0, 1e5]),
    ("f(x; t = 1000) = t*ln(cosh(x/t))",          2, &[1e-100, 1e-9, 1e-5, 0.1, 3.0, 1e5]),
    ("ln(cosh(3*x))/3",                           2, &[1e-9, 1e-5, 0.1, 3.0]),
    ("x*tanh(x)-ln(cosh(x))",                     2, &[1e-100, 1e-20, 1e-10, 1e-3, 0.1, 3.0, 40.0]),
    ("ln(erfc(x))",                               1, &[1e-17, -1e-14, 1e-5, 0.01, 3.0]),
    ("ln(1-erf(x))",                              0, &[1e-17, -1e-14, 1e-5, 0.01, 3.0]),
    ("ln(2-erfc(x))",                             0, &[1e-17, -1e-14, 1e-5, 0.01, -3.0]),
    ("ln(2*normal_cdf(x))",                       0, &[1e-17, -1e-14, 1e-5, 0.01, -3.0]),
    // poles at which exponents change their sign
    ("exp(-1/(1-x^2))",                           2, &[0.63, -0.7, 0.3, 0.5, 1.5, -3.0, 1e9]),
    ("if(abs(x) < 1, exp(-1/(1-x^2)), 0)",        2, &[0.63, -0.7, 0.3, 0.5]),
    ("if(x <= 0, 0, if(x >= 1, 1, exp(-1/x)/(exp(-1/x)+exp(-1/(1-x)))))", 2, &[0.63, 0.3, 0.1, 0.7]),
    ("tanh(1/(1-x^2))",                           1, &[0.6, -0.55, 0.3, 1.5, -3.0, 1e9]),
    ("exp(-1/(1-abs(x)))",                        1, &[0.6, -0.55, 0.3, 1.5, -3.0, 1e9]),
    ("softplus(1/(x*(1-x)))",                     1, &[0.6, -0.55, 0.3, 1.5, -3.0, 1e9]),
    ("exp(-1/(1-x^4))",                           1, &[0.6, -0.55, 0.3, 1.5, -3.0, 1e9]),
    ("exp(-3/(1-2*x^2))",                         1, &[0.6, -0.55, 0.3, 1.5, -3.0, 1e9]),
    // exponentials of which a parameter says which is the greatest
    ("f(x; a = 0.01) = log(exp(x)+exp(a*x))",     2, &[1e5, -1e5, 700.0, -3.0, 0.0, 0.3, 1e8, -1e8]),
    ("f(x; a = 1) = log(exp(x)+exp(a*x))",        2, &[1e5, -1e5, 700.0, -3.0, 0.0, 0.3, 1e8]),
    ("f(x; a = 0.1, b = 4) = log(exp(a*b*x)+exp(b*x))/b", 1, &[1e5, -1e5, 700.0, -3.0, 0.0, 0.3, 1e8]),
    ("f(x; a = 0.3) = log(1+exp(a*x)+exp(x))",    1, &[1e5, -1e5, 700.0, -3.0, 0.0, 0.3]),
    ("f(x; a = 0.3) = (exp(x)-exp(-a*x))/(exp(x)+exp(-a*x))", 1, &[1e5, -1e5, 700.0, -3.0, 1e-9, 0.3]),
    // holes at other inputs than 0
    ("0.1*(x+40)/(1-exp(-(x+40)/10))",            2, &[-36.9, -39.999, -41.0, -65.0, 30.0]),
    ("0.01*(10-x)/(exp((10-x)/10)-1)",            2, &[9.0, 10.001, 7.0, -65.0, 80.0]),
    ("ln(x)/(x-1)",                               2, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 0.5, 3.0]),
    ("(x-1)/ln(x)",                               2, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 3.0]),
    ("x*ln(x)/(x-1)",                             2, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 0.5, 3.0]),
    ("ln(x)/(x^2-1)",                             1, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 0.5, 3.0]),
    ("ln(x/2)/(x-2)",                             1, &[1.999_999_999_999_999_8, 1.999_999_999_88, 2.000_000_1, 2.01, 3.0]),
    ("(ln(x)-ln(2))/(x-2)",                       1, &[1.999_999_999_999_999_8, 1.999_999_999_88, 2.000_000_1, 2.01, 3.0]),
    ("(exp(x-1)-1)/(x-1)",                        1, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 0.5, 3.0]),
    ("(exp(x+0.1)-1)/(x+0.1)",                    1, &[-0.1, -0.100_000_000_01, -0.101, 0.5]),
    ("sin(pi*x)/(x-1)",                           1, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 0.5]),
    ("(sqrt(x)-1)/(x-1)",                         1, &[0.999_999_999_999_999_9, 0.999_999_999_88, 1.000_000_1, 1.01, 3.0]),
    // squares that vanish before what they are divided by does
    ("ln(1+x^2)/x",                               2, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0, 1e200]),
    ("atan(x^2)/x",                               2, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0, 1e200]),
    ("tanh(x^2)/x",                               2, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0, 1e200]),
    ("sin(x^2)/x",                                2, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0]),
    ("erf(x^2)/x",                                1, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0]),
    ("(1-exp(-x^2))/x",                           2, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0, 1e200]),
    ("asinh(x^2)/x",                              1, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0, 1e200]),
    ("ln(1+x^4)/x^3",                             1, &[1e-200, -1e-300, 5e-324, 1e-105, 1e-40, 1e-3, 3.0]),
    ("x*ln(1+1/x^2)",                             1, &[1e-200, -1e-300, 5e-324, 1e-160, 1e-40, 1e-3, 3.0, 1e200]),
    ("sqrt(1-exp(-x^2))",                         2, &[1e-200, -1e-300, 1e-160, -1e-40, 1e-3, 3.0]),
    ("sqrt(1-exp(-x^4))",                         1, &[1e-160, -1e-105, -1e-40, 1e-3, 3.0]),
    ("sqrt(ln(1+x^2))",                           2, &[1e-200, -1e-300, 1e-160, -1e-40, 1e-3, 3.0]),
    ("acos(exp(-x^2))",                           2, &[1e-200, -1e-300, 1e-160, -1e-40, 1e-3, 3.0]),
    ("acosh(exp(x^2))",                           2, &[1e-200, -1e-300, 1e-160, -1e-40, 1e-3, 3.0]),
    ("f(x; a = 1e-12) = (exp(a*x)-1)/a",          1, &[1e-300, -1e-310, 1e-9, 3.0]),
    ("f(x; a = 0.001) = tanh(a*x)/a",             1, &[1e-307, -1e-310, 1e-9, 3.0]),
    // roots of what vanishes like an even power
    ("sqrt(sqrt(1+x^2)-1)",                       1, &[-1e-200, -1e-25, 1e-3, -1e-3, 3.0, -1e200]),
    ("sqrt(1-1/sqrt(1+x^2))",                     1, &[-1e-200, -1e-25, 1e-3, -1e-3, 3.0, -1e200]),
    ("sqrt(ln(cosh(x)))",                         2, &[-1e-200, -1e-25, 1e-3, -1e-3, 3.0, -700.0]),
    ("sqrt(x-ln(1+x))",                           2, &[-1e-200, -1e-25, 1e-3, -1e-3, 3.0]),
    ("sqrt(1-sin(x)/x)",                          2, &[-1e-200, -1e-25, 1e-3, -1e-3, 0.3]),
    // spherical Bessel functions
    ("(1-sin(x)/x)/x^2",                          2, &[1e-200, -1e-25, 1e-9, 1e-3, 0.3]),
    ("sin(x)/x^2-1/x",                            2, &[1e-200, -1e-25, 1e-9, 1e-3, 0.3]),
    // inverse functions at the ends of their domains
    ("acosh(1+x^2)",                              2, &[1e-200, -1e-25, 1e-9, -1e-3, 0.3, 3.0, 1e200]),
    ("acosh(1+exp(x))",                           2, &[-1000.0, -700.0, -40.0, 0.3, 40.0, 700.0]),
    ("acosh(sqrt(1+x^2))",                        2, &[1e-200, -1e-25, 1e-9, -1e-3, 0.3, 3.0, 1e200]),
    ("acosh(1+x)",                                1, &[1e-200, 1e-25, 1e-9, 1e-3, 0.3, 1e300]),
    ("acos(1/(1+x^2))",                           2, &[1e-200, -1e-25, 1e-9, -1e-3, 0.3, 3.0, 1e200]),
    ("acos((1-x^2)/(1+x^2))",                     2, &[1e-200, -1e-25, 1e-9, -1e-3, 0.3, 3.0, 1e9, 1e200]),
    ("acos(1-x)",                                 1, &[1e-200, 1e-25, 1e-9, 1e-3, 0.3, 1.9]),
    ("asin(tanh(x))",                             2, &[1e-200, -1e-25, 1e-3, 0.3, 19.0, 40.0, -300.0]),
    ("asin(x/sqrt(1+x^2))",                       2, &[1e-200, -1e-25, 1e-3, 0.3, 19.0, 1e9, -1e200]),
    ("f(x; a = 2) = asin(a*x/sqrt(1+(a*x)^2))",   1, &[1e-200, -1e-25, 1e-3, 0.3, 19.0, 1e9, -1e200]),
    ("asin(2*x/(1+x^2))",                         1, &[1e-25, 1e-3, 0.3, 0.99, 1.01, 3.0, 1e9]),
    ("asin(1-2*exp(-x))",                         1, &[1e-25, 1e-9, 0.3, 40.0, 700.0]),
    ("asin(x-1)",                                 1, &[1e-25, 1e-9, 0.3, 1.9]),
    ("atanh(x/sqrt(1+x^2))",                      2, &[1e-200, -1e-25, 1e-3, 0.3, 19.0, 1e9, -1e200]),
    ("atanh(2*x/(1+x^2))",                        1, &[1e-25, 1e-3, 0.3, 0.99, 1.01, 3.0, 1e9]),
    ("atanh(1-x)",                                1, &[1e-200, 1e-25, 1e-9, 1e-3, 0.3, 1.5]),
    // sums of inputs and exponentials that cancel to a high order
    ("1/x-1/sinh(x)",                             2, &[1e-300, 1e-9, 1e-3, 0.1, 0.7, 1.0, 1.3, -2.0, 3.0, 40.0]),
    ("1/tanh(x)-1/x",                             2, &[1e-300, 1e-9, 1e-3, 0.1, 0.7, 1.0, 1.3, -2.0, 3.0, 40.0]),
    ("1/x^2-1/sinh(x)^2",                         2, &[1e-300, 1e-9, 1e-3, 0.1, 0.7, 1.0, -2.0, 3.0, 40.0]),
    ("1/x-1/(exp(x)-1)",                          2, &[1e-300, 1e-9, 1e-3, 0.1, 0.7, 1.0, 1.3, -2.0, 3.0, 40.0]),
    ("sinh(x)/x^3-1/x^2",                         2, &[1e-300, 1e-9, 1e-3, 0.1, 0.7, 1.0, 1.3, -2.0, 3.0, 40.0]),
    // roots that cancel to a high order against a polynomial whose sign follows from what is under them, or is not known
    ("(sqrt(1+x)-1)/x",                           2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("(1-1/sqrt(1+x))/x",                         2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("(sqrt(1+x+x^2)-1)/x",                       2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("(sqrt(1+x)-sqrt(1-x))/x",                   2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7]),
    ("(sqrt(4+x)-2)/x",                           2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("sqrt(sqrt(1+x^2)-1)",                       2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("(cbrt(1+x)-1)/x",                           2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("((1+x)^0.25-1)/x",                          2, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("(1/cbrt(1+x^2)-1)/x",                       1, &[1e-300, -1e-125, 1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    ("ln(1+sqrt(1+x^2))/x",                       2, &[1e-25, -1e-5, 1e-3, 0.3, -0.7, 3.0, 1e9]),
    // a logarithm of half of 1 + u^2 that does not vanish with u
    ("ln(cosh(x))/x",                             2, &[1e-300, 1e-25, -1e-5, 1e-3, 0.3, -3.0, 20.0, 1e3, -1e14, 1e16]),
    // powers of half an integer
    ("modified_arcsinh(x)",      2, &[1e-300, -1e-300, 1e-10, 3.0]),
];

/// A formula, the parameter that it is differentiated by, inputs.
type ByParameter = (&'static str, &'static str, &'static [f32]);

/// Derivatives by parameters, in f32.
#[rustfmt::skip]
const BY_PARAMETERS: &[ByParameter] = &[
    // a sum of two signs that vanishes like the inverse of the square of what it is multiplied with
    ("f(x; a = 0.25, m = 1) = ((1+a)*x + sqrt(((1-a)*x)^2 + m^2))/2", "a", &[1e30, -1e30, 1e18, 3.0]),
    ("f(x; a = 2.5, m = 1) = ((1+a)*x + sqrt(((1-a)*x)^2 + m^2))/2",  "a", &[1e30, -1e30, -1e18, 3.0]),
    ("f(x; a = 1, m = 1) = ((1+a)*x + sqrt(((1-a)*x)^2 + m^2))/2",    "a", &[1e18, -1e18, 3.0]),
    ("f(x; a = 0.25) = sqrt((a*x)^2 + x + 1) - x",                    "a", &[1e30, -1e30, 3.0]),
    // exponents that vanish with the parameter, or are divided by it
    ("f(x; a = 1e-10) = (x^a-1)/a",                                   "a", &[1.9, 0.5, 1e10, 1e-10]),
    ("f(x; a = 0.5) = (x^a-1)/a",                                     "a", &[1.9, 0.5, 1e10, 1e-10]),
    ("f(x; a = 0.001) = ((1+abs(x))^a-1)/a*sign(x)",                  "a", &[3.0, 1e10, 1e-3, -1e30]),
    ("f(x; a = 2) = a*(exp(x/a)-1)",                                  "a", &[-1e-3, -3.0, -40.0, 1e-9, 1e-18]),
];

/// A formula of two inputs, the highest order of its derivative by the first, points.
type Of2 = (&'static str, u32, &'static [[f64; 2]]);

/// Formulas of two inputs.
#[rustfmt::skip]
const OF_TWO: &[Of2] = &[
    ("f(x, y) = x*y/sqrt(x^2+y^2)", 1, &[[3e200, 4e200], [3e-200, 4e-200], [1e300, 1.0], [3.0, 4.0]]),
    ("f(x, y) = x/(x^2+y^2)",       1, &[[3e200, 4e200], [3e-150, 4e-150], [1e160, 1.0], [3.0, 4.0]]),
    ("f(x, y) = 1/sqrt(1+x^2+y^2)", 1, &[[3e200, 4e200], [3e-200, 4e-200], [3.0, 4.0]]),
];

fn truth(formula: &Formula, point: &[f64]) -> f64 {
    let text = formula.precise(point, 1400, 20);
    let text = text.unwrap_or_else(|| panic!("{formula} has no value at {point:?}"));
    text.parse().expect("it is a number")
}

fn is_near(value: f64, truth: f64) -> bool {
    value == truth || (value - truth).abs() <= BAR * f64::EPSILON * truth.abs()
}

#[test]
fn parts_do_not_decide() {
    let mut failures = Vec::new();
    for (text, last, inputs) in OF_ONE {
        let mut formula: Formula = text.parse().expect(text);
        for order in 0..=*last {
            let kernel = formula.compile::<f64>();
            for &x in *inputs {
                let (value, truth) = (kernel.call(x), truth(&formula, &[x]));
                if !is_near(value, truth) {
                    failures.push(format!("{text} {order} at {x:e}: {value:e}, not {truth:e}"));
                }
            }
            formula = formula.derivative("x").expect(text);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn parts_of_derivatives_by_parameters_do_not_decide() {
    for (text, parameter, inputs) in BY_PARAMETERS {
        let formula: Formula = text.parse().expect(text);
        let slope = formula.derivative(parameter).expect(text);
        let kernel = slope.compile::<f32>();
        for &x in *inputs {
            let (value, truth) = (kernel.call(x), truth(&slope, &[f64::from(x)]));
            let error = (f64::from(value) - truth).abs();
            assert!(
                error <= BAR * f64::from(f32::EPSILON) * truth.abs(),
                "{text} by {parameter} at {x:e}: {value:e}, not {truth:e}"
            );
        }
    }
}

/// A formula of one parameter, values of that, inputs.
type AtParameters = (&'static str, &'static [f64], &'static [f64]);

/// Derivatives by a parameter where functions of it cancel that vanish with it.
#[rustfmt::skip]
const WHERE_PARAMETERS_VANISH: &[AtParameters] = &[
    ("f(x; a = 1) = atan(a*x)/atan(a)",             &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-300, -1e-9, 0.3, -3.0, 40.0, 1e4, -1e9]),
    ("f(x; a = 1) = asinh(a*x)/asinh(a)",           &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-300, -1e-9, 0.3, -3.0, 40.0, 1e4, -1e9]),
    ("f(x; a = 1) = tanh(a*x)/tanh(a)",             &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-300, -1e-9, 0.3, -3.0, 40.0, 1e4, -1e9]),
    ("f(x; a = 1) = sinh(a*x)/sinh(a)",             &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-250, -1e-9, 0.3, -3.0, 40.0]),
    ("f(x; a = 1) = (1-exp(-a*x))/(1-exp(-a))",     &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-250, -1e-9, 0.3, -3.0, 40.0]),
    ("f(x; a = 1) = ln(1+a*abs(x))/ln(1+a)",        &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-300, -1e-9, 0.3, -3.0, 40.0]),
    ("f(x; a = 1) = (sqrt(1+a*x^2)-1)/a",           &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-70, -1e-9, 0.3, -3.0, 40.0, -1e3]),
    ("f(x; a = 1) = ln(cosh(a*x))/a",               &[1e-17, 1e-9, -1e-3, 0.1, 2.5], &[1e-140, -1e-9, 0.3, -3.0, 40.0, 1e4, -1e9, 1e18]),
];

#[test]
fn derivatives_are_right_where_parameters_vanish() {
    let mut failures = Vec::new();
    for (text, values, inputs) in WHERE_PARAMETERS_VANISH {
        let formula: Formula = text.parse().expect(text);
        let slope = formula.derivative("a").expect(text);
        for &a in *values {
            let slope = slope.with("a", a).expect(text);
            let kernel = slope.compile::<f64>();
            for &x in *inputs {
                let Some(truth) = slope.precise(&[x], 200, 20) else {
                    continue;
                };
                let truth: f64 = truth.parse().expect("it is a number");
                let value = kernel.call(x);
                let is_outside = truth.is_nan() && value.is_nan();
                if !is_outside && !is_near(value, truth) {
                    failures.push(format!(
                        "{text}, a = {a:e}, x = {x:e}: {value:e}, not {truth:e}"
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn scales_of_two_inputs_do_not_matter() {
    let mut failures = Vec::new();
    for (text, last, points) in OF_TWO {
        let mut formula: Formula = text.parse().expect(text);
        for order in 0..=*last {
            let kernel = formula.compile::<f64>();
            for point in *points {
                let (value, truth) = (kernel.call_n(point), truth(&formula, point));
                if !is_near(value, truth) {
                    failures.push(format!(
                        "{text} {order} at {point:?}: {value:e}, not {truth:e}"
                    ));
                }
            }
            formula = formula.derivative("x").expect(text);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// A formula of a vector and the vector, the value and the Jacobian.
type OfVector = (&'static str, [f64; 2], &'static [f64], &'static [[f64; 2]]);

const INF: f64 = f64::INFINITY;

/// Formulas of vectors whose squares or exponentials are beyond the range.
#[rustfmt::skip]
const OF_VECTORS: &[OfVector] = &[
    ("f(x[]) = sqrt(sum(x^2))",          [3e200, 4e200],   &[5e200],     &[[0.6, 0.8]]),
    ("f(x[]) = sqrt(sum(x^2))",          [3e-200, 4e-200], &[5e-200],    &[[0.6, 0.8]]),
    ("f(x[]) = sqrt(mean(x^2))",         [1e200, -1e200],  &[1e200],     &[[0.5, -0.5]]),
    ("f(x[]) = x/sqrt(sum(x^2) + 1e-9)", [3e200, 4e200],   &[0.6, 0.8],  &[[1.28e-201, -9.6e-202], [-9.6e-202, 7.2e-202]]),
    ("f(x[]) = mean(x)",                 [1e308, 1e308],   &[1e308],     &[[0.5, 0.5]]),
    ("f(x[]) = mean(x)",                 [5e-324, 5e-324], &[5e-324],    &[[0.5, 0.5]]),
    ("f(x[]) = x - mean(x)",             [1e308, 1.5e308], &[-0.25e308, 0.25e308], &[[0.5, -0.5], [-0.5, 0.5]]),
    ("f(x[]) = mean(x) + 1",             [1e308, 1e308],   &[1e308],     &[[0.5, 0.5]]),
    ("f(x[]) = mean(3*x)/4",             [1e308, -1e307],  &[3.375e307], &[[0.375, 0.375]]),
    ("f(x[]) = x/sum(abs(x))",           [1e308, 1.5e308], &[0.4, 0.6],  &[]),
    ("f(x[]) = x/sum(abs(x))",           [1e-300, -3e-300], &[0.25, -0.75], &[[1.875e299, 6.25e298], [1.875e299, 6.25e298]]),
    ("f(x[]) = (x-min(x))/(max(x)-min(x))", [-1e308, 1e308], &[0.0, 1.0], &[[0.0, 0.0], [0.0, 0.0]]),
    ("f(x[]) = sum(x*exp(x))/sum(exp(x))", [1000.0, 0.0],  &[1000.0],    &[[1.0, 0.0]]),
    ("f(x[]) = softmax(x)",              [INF, 0.0],       &[1.0, 0.0],  &[[0.0, 0.0], [0.0, 0.0]]),
    ("f(x[]) = softmax(softmax(x))",     [1000.0, 0.0],    &[0.731_058_578_630_004_9, 0.268_941_421_369_995_1], &[[0.0, 0.0], [0.0, 0.0]]),
    ("f(x[]) = softmax(softmax(x))",     [40.0, 0.0],      &[0.731_058_578_630_004_9, 0.268_941_421_369_995_1], &[[1.670_554_286_455_110_5e-18, -1.670_554_286_455_110_5e-18], [-1.670_554_286_455_110_5e-18, 1.670_554_286_455_110_5e-18]]),
    ("f(x[]) = logsumexp(x)",            [INF, 0.0],       &[INF],       &[[1.0, 0.0]]),
    ("f(x[]) = logsumexp(x)",            [-INF, -INF],     &[-INF],      &[]),
    // powers under roots, and squares of functions
    ("f(x[]) = cbrt(sum(abs(x)^3))", [3e200, -4e200], &[4.497_941_445_275_414_6e200], &[[0.444_851_351_730_535_5, -0.790_846_847_520_952]]),
    ("f(x[]) = sum(abs(x)^3)^(1/3)", [3e-200, -4e-200], &[4.497_941_445_275_415e-200], &[[0.444_851_351_730_535_5, -0.790_846_847_520_952]]),
    ("f(x[]; p = 3) = sum(abs(x)^p)^(1/p)", [3e200, -4e200], &[4.497_941_445_275_414_6e200], &[[0.444_851_351_730_535_5, -0.790_846_847_520_952]]),
    ("f(x[]; p = 3) = sum(abs(x)^p)^(1/p)", [3e-200, -4e-200], &[4.497_941_445_275_415e-200], &[[0.444_851_351_730_535_5, -0.790_846_847_520_952]]),
    ("f(x[]; p = 1.5) = sum(abs(x)^p)^(1/p)", [3e250, -4e250], &[5.584_250_376_480_029e250], &[[0.732_956_475_828_974_9, -0.846_345_237_248_276_1]]),
    ("f(x[]; p = -2) = sum(abs(x)^p)^(1/p)", [3e200, -4e200], &[2.4e200], &[[0.512, -0.216]]),
    ("f(x[]; p = 3) = x/sum(abs(x)^p)^(1/p)", [3e200, -4e200], &[0.666_971_777_311_855_6, -0.889_295_703_082_474_2], &[[1.563_596_840_584_57e-201, 1.172_697_630_438_427_6e-201], [8.795_232_228_288_206e-202, 6.596_424_171_216_155e-202]]),
    ("f(x[]; p = 3) = x/mean(abs(x)^p)^(1/p)", [3e-200, -4e-200], &[0.840_331_781_921_002_7, -1.120_442_375_894_670_2], &[[1.970_008_573_001_618_2e199, 1.477_506_429_751_213_6e199], [1.108_129_822_313_410_1e199, 8.310_973_667_350_576e198]]),
    ("f(x[]; p = 3) = log(sum(abs(x)^p))/p", [3e200, -4e200], &[462.020_638_434_314_8], &[[9.890_109_890_109_89e-202, -1.758_241_758_241_758_4e-201]]),
    ("f(x[]) = tanh(x)/norm(tanh(x))", [3e-151, -4e-151], &[0.600_000_000_000_000_1, -0.799_999_999_999_999_9], &[[1.279_999_999_999_999_9e150, 9.6e149], [9.6e149, 7.200_000_000_000_001e149]]),
    ("f(x[]) = tanh(x)/norm(tanh(x))", [3e-211, -4e-211], &[0.6, -0.8], &[[1.28e210, 9.6e209], [9.6e209, 7.199_999_999_999_999e209]]),
    ("f(x[]) = x*norm(x)/(1+norm(x)^2)", [3e-211, -4e-211], &[0.0, 0.0], &[[6.8e-211, -2.4e-211], [-2.4e-211, 8.2e-211]]),
    ("f(x[]) = x*norm(x)/(1+norm(x)^2)", [3e211, -4e211], &[0.6, -0.799_999_999_999_999_9], &[[1.28e-212, 9.6e-213], [9.6e-213, 7.2e-213]]),
    ("f(x[]) = sum(x^2)/sum(abs(x))", [1e200, -1e-200], &[1e200], &[[1.0, 1.0]]),
    ("f(x[]) = log(1-softmax(x))", [800.0, 0.0], &[-800.0, 0.0], &[]),
    ("f(x[]) = log(softmax(x)/(1-softmax(x)))", [700.0, 0.0], &[700.0, -700.0], &[]),
];

#[test]
fn squares_of_vectors_stay_in_range() {
    for (text, x, values, jacobian) in OF_VECTORS {
        let kernel = text.parse::<Formula>().expect(text).compile_vector::<f64>();
        let found = kernel.call(&[x]).expect(text);
        let near = |found: &[f64], wanted: &[f64]| {
            found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| is_near(*a, *b))
        };
        assert!(near(&found, values), "{text} of {x:?}: {found:?}");
        let found = kernel.jacobian(&[x]).expect(text);
        for (found, wanted) in found.iter().zip(*jacobian) {
            assert!(near(found, wanted), "slopes of {text} at {x:?}: {found:?}");
        }
    }
}

/// In f32 the squares of ordinary numbers overflow.
#[test]
fn normalised_singles_stay_in_range() {
    for (name, x, wanted) in [
        ("layer_norm_core", [1e20, -1e20], [1.0, -1.0]),
        ("rms_norm_core", [1e20, -1e20], [1.0, -1.0]),
        ("l2_normalize", [3e20, 4e20], [0.6, 0.8]),
    ] {
        let kernel = Formula::builtin(name).expect(name).compile_vector::<f32>();
        let found = kernel.call(&[&x]).expect(name);
        for (found, wanted) in found.iter().zip(wanted) {
            let error: f32 = found - wanted;
            assert!(error.abs() < 1e-6, "{name} of {x:?}: {found}");
        }
    }
}
