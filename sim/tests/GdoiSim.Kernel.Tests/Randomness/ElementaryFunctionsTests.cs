using System.Numerics;
using System.Runtime.Intrinsics;
using GdoiSim.Kernel.Randomness;
using Xunit;

namespace GdoiSim.Kernel.Tests.Randomness;

public sealed class ElementaryFunctionsTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(30_000, Explicit = true, Traits = ["Category", "Long"])]
    public void Log_is_within_one_unit_in_the_last_place(int draws)
    {
        Random random = new(1);
        // The logarithm of 1 is exactly 0, which has no last place: see the edges.
        AssertWithin(1.0, LogArguments(random, draws).Where(x => x != 1.0), ElementaryFunctions.Log, HighPrecision.Log);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(30_000, Explicit = true, Traits = ["Category", "Long"])]
    public void Exp_is_within_one_unit_in_the_last_place(int draws)
    {
        Random random = new(2);
        AssertWithin(
            1.0, ExpArguments(random, draws), ElementaryFunctions.Exp, x => HighPrecision.Exp(HighPrecision.Of(x)));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(30_000, Explicit = true, Traits = ["Category", "Long"])]
    public void Exp_is_within_one_unit_down_to_the_smallest_number(int draws)
    {
        // Below 2^-348 a reference needs more places than it has; e^x = (e^(x/4))^4, and x/4 is exact.
        Random random = new(3);
        for (int i = 0; i < draws; i++)
        {
            double x = -250.0 - (495.0 * random.NextDouble());
            double computed = ElementaryFunctions.Exp(x);
            BigInteger reference = BigInteger.Pow(HighPrecision.Exp(HighPrecision.Of(x / 4)), 4);
            double error = HighPrecision.UlpError(computed, reference, 4 * HighPrecision.Places);
            Assert.True(error < 1.0, $"exp({x:R}) = {computed:R}: {error} ulp");
        }
    }

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Log_at_the_edges(double x, double expected) => Assert.Equal(expected, ElementaryFunctions.Log(x));

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(709.79, double.PositiveInfinity)]
    [InlineData(1e300, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-745.2, 0.0)]
    [InlineData(-1e300, 0.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_at_the_edges(double x, double expected) => Assert.Equal(expected, ElementaryFunctions.Exp(x));

    [Theory]
    [InlineData(709.78, 1.7928227943945155e308)]
    [InlineData(-745.13, 4.9406564584124654e-324)]
    public void Exp_reaches_the_last_finite_numbers(double x, double expected) =>
        Assert.Equal(expected, ElementaryFunctions.Exp(x), expected * 1e-13);

    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(1.0, double.PositiveInfinity)]
    [InlineData(-0.1, double.NaN)]
    [InlineData(1.1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    public void Normal_quantile_at_the_edges(double p, double expected) =>
        Assert.Equal(expected, ElementaryFunctions.NormalQuantile(p));

    /// <summary>One Newton step from the result with the exact distribution function is what it was off.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(30_000, Explicit = true, Traits = ["Category", "Long"])]
    public void Normal_quantile_is_within_1e_minus_15_of_the_value(int draws)
    {
        Random random = new(4);
        double[] edges = [0.075, 0.925, 1.388e-11, 1.39e-11, TwoToMinus53(), 1 - TwoToMinus53(), 1e-25];
        foreach (double p in edges.Concat(Probabilities(random, draws)))
        {
            double x = ElementaryFunctions.NormalQuantile(p);
            (BigInteger density, BigInteger probability) = HighPrecision.Normal(HighPrecision.Of(x));
            BigInteger off = ((HighPrecision.Of(p) - probability) << HighPrecision.Places) / density;
            double error = Math.Exp(BigInteger.Log(BigInteger.Abs(off) + 1) - BigInteger.Log(
                BigInteger.Max(BigInteger.Abs(HighPrecision.Of(x)), 1)));
            Assert.True(error < 1e-15, $"p = {p:R}, x = {x:R}: relative error {error}");
        }

        static double TwoToMinus53() => 1.0 / (1L << 53);
    }

    [Fact]
    public void Lanes_do_not_influence_each_other()
    {
        const int draws = 1000;
        Random random = new(5);
        double[] log = [.. LogArguments(random, draws).Where(x => x >= 2.2250738585072014e-308)];
        double[] exp = [.. ExpArguments(random, draws)];
        double[] quantile = [.. Probabilities(random, draws)];
        for (int i = 0; i < draws; i++)
        {
            AssertLanes(log, random, ElementaryFunctions.LogOfNormal, ElementaryFunctions.Log);
            AssertLanes(exp, random, ElementaryFunctions.ExpOfModerate, ElementaryFunctions.Exp);
            AssertLanes(
                quantile, random, ElementaryFunctions.NormalQuantileOfInner, ElementaryFunctions.NormalQuantile);
        }
    }

    private static void AssertLanes(
        double[] arguments,
        Random random,
        Func<Vector256<double>, Vector256<double>> lanes,
        Func<double, double> one)
    {
        double[] x = random.GetItems(arguments, 4);
        Vector256<double> result = lanes(Vector256.Create(x));
        for (int lane = 0; lane < 4; lane++)
        {
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(one(x[lane])), BitConverter.DoubleToInt64Bits(result[lane]));
        }
    }

    private static void AssertWithin(
        double ulps, IEnumerable<double> arguments, Func<double, double> function, Func<double, BigInteger> reference)
    {
        foreach (double x in arguments)
        {
            double computed = function(x);
            double error = HighPrecision.UlpError(computed, reference(x));
            Assert.True(error < ulps, $"f({x:R}) = {computed:R}: {error} ulp");
        }
    }

    private static IEnumerable<double> LogArguments(Random random, int draws)
    {
        yield return double.Epsilon;
        yield return 2.2250738585072014e-308;
        yield return double.MaxValue;
        yield return Math.BitDecrement(1.0);
        yield return Math.BitIncrement(1.0);
        // The reduction changes sides at √½ and √2.
        double[] sides = [Math.Sqrt(0.5), Math.Sqrt(2.0), 0.5, 2.0];
        foreach (double side in sides)
        {
            yield return Math.BitDecrement(side);
            yield return side;
            yield return Math.BitIncrement(side);
        }

        for (int i = 0; i < draws; i++)
        {
            yield return random.NextDouble() + double.Epsilon;
            yield return 1.0 + ((random.NextDouble() - 0.5) * Math.ScaleB(1.0, -random.Next(50)));
            double any = BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0L << 48));
            yield return any;
        }
    }

    // Results between 2^-320 and 2^1024: what a reference of 400 places can judge.
    private static IEnumerable<double> ExpArguments(Random random, int draws)
    {
        for (int i = 0; i < draws; i++)
        {
            yield return (random.NextDouble() * 930.0) - 221.0;
            yield return (random.NextDouble() - 0.5) * Math.ScaleB(1.0, -random.Next(60));
            // The reduction changes over at odd multiples of ½ ln 2.
            yield return ((random.Next(-300, 1000) + 0.5) * Math.Log(2.0)) + ((random.NextDouble() - 0.5) * 1e-12);
        }
    }

    private static IEnumerable<double> Probabilities(Random random, int draws)
    {
        for (int i = 0; i < draws; i++)
        {
            double u = ((random.NextInt64(1L << 52)) + 0.5) / (1L << 52);
            yield return u;
            yield return 1.0 - (u * 1e-3);
            yield return Math.Pow(10, -16 * u);
            yield return 0.5 + ((u - 0.5) * Math.ScaleB(1.0, -random.Next(40)));
        }
    }
}
