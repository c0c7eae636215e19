using CsCheck;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Quantities: every unit of a scenario, in base units, there and back.</summary>
public sealed class QuantityTests
{
    [Theory]
    [InlineData("1000", QuantityKind.Number, 1000)]
    [InlineData("0.25", QuantityKind.Number, 0.25)]
    [InlineData("1e-9", QuantityKind.Number, 1e-9)]
    [InlineData("250us", QuantityKind.Duration, 0.00025)]
    [InlineData("1.5min", QuantityKind.Duration, 90)]
    [InlineData("2d", QuantityKind.Duration, 172800)]
    [InlineData("0.1%", QuantityKind.Share, 0.001)]
    [InlineData("208KiB", QuantityKind.Octets, 212992)]
    [InlineData("1MB", QuantityKind.Octets, 1000000)]
    [InlineData("100Mbps", QuantityKind.BitRate, 1e8)]
    [InlineData("256 datagrams", QuantityKind.Datagrams, 256)]
    public void Quantity_is_read_in_base_units(string text, QuantityKind kind, double value)
    {
        Assert.True(Quantity.TryParse(text, out Quantity quantity));
        Assert.Equal(new Quantity(kind, value), quantity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unlimited")]
    [InlineData("never")]
    [InlineData("every 3")]
    [InlineData("10 parsecs")]
    [InlineData("NaN")]
    [InlineData("1,000")]
    public void Words_are_no_quantities(string text) => Assert.False(Quantity.TryParse(text, out _));

    private static readonly string[] _kinds = ["1000", "0.5", "250us", "1%", "64KiB", "10kbps", "5 datagrams"];

    [Fact]
    public void Quantity_reads_back_as_written() => Gen.Select(
            Gen.Int[0, _kinds.Length - 1],
            Gen.Double[0, 1e6])
        .Sample((kind, value) =>
        {
            Assert.True(Quantity.TryParse(_kinds[kind], out Quantity first));
            Quantity other = first.With(value);
            Assert.True(Quantity.TryParse(other.ToString(), out Quantity read), other.ToString());
            Assert.Equal(other.Value, read.Value);
        });
}
