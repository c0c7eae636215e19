using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class SignificantDigitsTests
{
    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0 / 3.0, "0.333333333")]
    [InlineData(2.0 / 3.0, "0.666666667")]
    [InlineData(123456789.4, "123456789")]
    [InlineData(1234567894.0, "1234567890")]
    [InlineData(-0.0, "0")]
    [InlineData(1e-300, "1E-300")]
    [InlineData(999999999.9, "1000000000")]
    public void Nine_digits_remain(double value, string text) => Assert.Equal(text, SignificantDigits.Format(value));

    [Fact]
    public void Neighbouring_numbers_give_the_same_text()
    {
        var value = 0.123456789;
        Assert.Equal(
            SignificantDigits.Format(Math.BitDecrement(value)), SignificantDigits.Format(Math.BitIncrement(value)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SignificantDigits.Round(value));
}
