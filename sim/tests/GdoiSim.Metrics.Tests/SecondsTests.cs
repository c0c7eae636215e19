using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class SecondsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000000001")]
    [InlineData(250, "0.00000025")]
    [InlineData(12_500_000_000, "12.5")]
    [InlineData(-1_500_000_000, "-1.5")]
    [InlineData(long.MaxValue, "9223372036.854775807")]
    [InlineData(long.MinValue, "-9223372036.854775808")]
    public void Text_is_exact_and_reads_back(long nanoseconds, string text)
    {
        Assert.Equal(text, new Seconds(nanoseconds).ToString());
        Assert.True(Seconds.TryParse(text, out var read));
        Assert.Equal(nanoseconds, read.Nanoseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("0.0000000001")]
    [InlineData("9223372036.854775808")]
    [InlineData("-9223372037")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("NaN")]
    [InlineData(" 1")]
    public void What_is_no_whole_number_of_nanoseconds_in_range_is_refused(string text) =>
        Assert.False(Seconds.TryParse(text, out _));
}
