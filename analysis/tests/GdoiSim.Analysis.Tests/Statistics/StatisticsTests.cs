using GdoiSim.Analysis.Statistics;
using Xunit;

namespace GdoiSim.Analysis.Tests.Statistics;

public sealed class StatisticsTests
{
    /// <summary>
    /// Student's own data of 1908 (extra sleep, second drug less first), as in every textbook and in R's help.
    /// </summary>
    [Fact]
    public void Student_interval_of_the_sleep_data()
    {
        var estimate = MeanEstimate.Of([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]);
        Assert.Equal(1.58, estimate.Mean, 1e-12);
        Assert.Equal(1.229995, estimate.StandardDeviation, 1e-6);
        var interval = estimate.StudentInterval(0.95);
        Assert.Equal(0.7001142, interval.Low, 1e-6);
        Assert.Equal(2.4598858, interval.High, 1e-6);
        Assert.True(interval.Contains(1.58));
        Assert.Equal(0.8798858, interval.HalfWidth, 1e-6);
    }

    /// <summary>Quantiles of Student's t as printed in tables.</summary>
    [Theory]
    [InlineData(2, 0.95, 12.7062)]
    [InlineData(6, 0.95, 2.5706)]
    [InlineData(31, 0.99, 2.7500)]
    public void Student_quantiles_are_those_of_the_tables(int count, double confidence, double quantile)
    {
        // Values of mean 0 and standard deviation √n make the half width the quantile itself.
        var estimate = new MeanEstimate(count, 0, Math.Sqrt(count));
        Assert.Equal(quantile, estimate.StudentInterval(confidence).HalfWidth, 1e-4);
    }

    [Fact]
    public void One_value_says_nothing_of_spread()
    {
        var interval = MeanEstimate.Of([3]).StudentInterval(0.95);
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (interval.Low, interval.High));
    }

    [Fact]
    public void A_large_offset_costs_no_digits() =>
        Assert.Equal(1, MeanEstimate.Of([1e9 + 1, 1e9 + 2, 1e9 + 3]).StandardDeviation, 1e-6);

    /// <summary>R's binom.test(x, n)$conf.int.</summary>
    [Theory]
    [InlineData(7, 20, 0.95, 0.1539092, 0.5921885)]
    [InlineData(1, 10, 0.95, 0.002528579, 0.4450161)]
    [InlineData(0, 10, 0.95, 0, 0.3084971)]
    [InlineData(10, 10, 0.95, 0.6915029, 1)]
    [InlineData(682, 925, 0.95, 0.7076683, 0.7654066)]
    public void Clopper_Pearson_equals_published_values(
        long successes, long trials, double confidence, double low, double high)
    {
        var interval = ClopperPearson.Interval(successes, trials, confidence);
        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }

    [Fact]
    public void Fifty_nine_clean_runs_show_95_percent_at_95_percent_confidence()
    {
        Assert.True(ClopperPearson.LowerBound(59, 59, 0.95) >= 0.95);
        Assert.True(ClopperPearson.LowerBound(58, 58, 0.95) < 0.95);
    }

    /// <summary>
    /// The definition: at the bound, what was seen or worse has the probability that the confidence leaves.
    /// </summary>
    [Theory]
    [InlineData(3, 1_000_000_000)]
    [InlineData(1, 1_000_000)]
    [InlineData(17, 40)]
    public void Bounds_hold_the_tail_probability(long successes, long trials)
    {
        var upper = ClopperPearson.UpperBound(successes, trials, 0.975);
        var lower = ClopperPearson.LowerBound(successes, trials, 0.975);
        Assert.Equal(0.025, BinomialUpTo(successes, trials, upper), 1e-4);
        Assert.Equal(0.025, 1 - BinomialUpTo(successes - 1, trials, lower), 1e-4);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(0.21, 2)]
    [InlineData(0.5, 3)]
    [InlineData(0.6, 3)]
    [InlineData(0.8, 4)]
    [InlineData(0.81, double.PositiveInfinity)]
    public void Nearest_rank(double probability, double expected) =>
        Assert.Equal(expected, Quantiles.NearestRank([4, double.PositiveInfinity, 1, 3, 2], probability));

    [Fact]
    public void What_cannot_be_estimated_is_refused()
    {
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of([]));
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => Quantiles.NearestRank([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(3, 2, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanEstimate.Of([1, 2]).StudentInterval(1));
    }

    private static double BinomialUpTo(long successes, long trials, double probability)
    {
        var sum = 0.0;
        var logarithm = trials * Math.Log(1 - probability);
        for (var k = 0L; k <= successes; k++)
        {
            sum += Math.Exp(logarithm);
            logarithm += Math.Log((trials - k) / (double)(k + 1)) + Math.Log(probability / (1 - probability));
        }

        return sum;
    }
}
