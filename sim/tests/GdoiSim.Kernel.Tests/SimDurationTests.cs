using CsCheck;
using Xunit;

namespace GdoiSim.Kernel.Tests;

public sealed class SimDurationTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("250us", 250_000)]
    [InlineData("1ns", 1)]
    [InlineData("2ms", 2_000_000)]
    [InlineData("5s", 5_000_000_000)]
    [InlineData("10min", 600_000_000_000)]
    [InlineData("1h", 3_600_000_000_000)]
    [InlineData("3d", 259_200_000_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("0.25us", 250)]
    [InlineData("-2ms", -2_000_000)]
    [InlineData("9223372036.854775807s", long.MaxValue)]
    [InlineData("-9223372036.854775807s", -long.MaxValue)]
    [InlineData("007s", 7_000_000_000)]
    public void Text_with_a_unit_is_read(string text, long nanoseconds)
    {
        Assert.True(SimDuration.TryParse(text, out SimDuration duration));
        Assert.Equal(nanoseconds, duration.Nanoseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData(" 5s")]
    [InlineData("5s ")]
    [InlineData("+5s")]
    [InlineData("5S")]
    [InlineData("5m")]
    [InlineData("5sec")]
    [InlineData("1,5s")]
    [InlineData("1e3s")]
    [InlineData("0x1s")]
    [InlineData("5.s")]
    [InlineData("--5s")]
    [InlineData("0.5ns")]
    [InlineData("0.0000000001s")]
    [InlineData("0.00000000000000000000000000000001s")]
    [InlineData("9223372036.854775808s")]
    [InlineData("300000000000h")]
    [InlineData("79228162514264337593543950335d")]
    [InlineData("99999999999999999999999999999999999999999s")]
    [InlineData("NaNs")]
    [InlineData("∞s")]
    [InlineData("٥s")]
    public void Anything_else_is_refused(string? text) => Assert.False(SimDuration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ns")]
    [InlineData(1_500, "1500ns")]
    [InlineData(250_000, "250us")]
    [InlineData(90_000_000_000, "90s")]
    [InlineData(60_000_000_000, "1min")]
    [InlineData(3_600_000_000_000, "1h")]
    [InlineData(-172_800_000_000_000, "-2d")]
    public void Text_form_is_exact_in_the_largest_whole_unit(long nanoseconds, string text) =>
        Assert.Equal(text, new SimDuration(nanoseconds).ToString());

    [Fact]
    public void Text_form_is_read_back() =>
        Gen.OneOf(Gen.Long, Gen.Int.Select(seconds => seconds * 1_000_000_000L))
            .Where(nanoseconds => nanoseconds != long.MinValue)
            .Sample(nanoseconds =>
                SimDuration.TryParse(new SimDuration(nanoseconds).ToString(), out SimDuration duration) &&
                duration.Nanoseconds == nanoseconds);

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.5, 1_500_000_000)]
    [InlineData(0.4e-9, 0)]
    [InlineData(0.6e-9, 1)]
    [InlineData(-0.6e-9, -1)]
    [InlineData(2.5e-9, 3)]
    [InlineData(-2.5e-9, -3)]
    [InlineData(9.2e9, 9_200_000_000_000_000_000)]
    public void Seconds_are_rounded_to_the_nearest_nanosecond(double seconds, long nanoseconds) =>
        Assert.Equal(nanoseconds, SimDuration.FromSeconds(seconds).Nanoseconds);

    [Theory]
    [InlineData(9.3e9)]
    [InlineData(-9.3e9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Seconds_beyond_the_range_throw(double seconds) =>
        Assert.Throws<OverflowException>(() => SimDuration.FromSeconds(seconds));

    [Fact]
    public void Arithmetic_throws_instead_of_wrapping_around()
    {
        SimDuration one = new(1);
        SimDuration least = new(long.MinValue);
        Assert.Throws<OverflowException>(() => SimDuration.MaxValue + one);
        Assert.Throws<OverflowException>(() => least - one);
        Assert.Throws<OverflowException>(() => SimDuration.MaxValue * 2);
        Assert.Throws<OverflowException>(() => SimDuration.FromSeconds(long.MaxValue / 1_000_000));
        Assert.Throws<OverflowException>(() => SimDuration.FromMilliseconds(long.MaxValue));
        Assert.Throws<OverflowException>(() => SimDuration.FromMicroseconds(long.MinValue));
        Assert.Throws<OverflowException>(() => SimTime.MaxValue + one);
        Assert.Throws<OverflowException>(() => new SimTime(long.MinValue) - one);
        Assert.Throws<OverflowException>(() => SimTime.MaxValue - new SimTime(-1));
    }

    [Fact]
    public void Arithmetic_and_comparison_follow_the_nanoseconds()
    {
        SimTime start = SimTime.Zero + SimDuration.FromSeconds(2L);
        SimTime end = start + SimDuration.FromMicroseconds(5);
        Assert.Equal(5_000, (end - start).Nanoseconds);
        Assert.Equal(start, end - SimDuration.FromNanoseconds(5_000));
        Assert.True(start < end && start <= end && end > start && end >= start && start != end);
        Assert.True(new SimDuration(-1) < SimDuration.Zero && SimDuration.Zero >= new SimDuration(-1));
        Assert.Equal(end, SimTime.Max(end, start));
        Assert.Equal(start, SimTime.Min(end, start));
        Assert.Equal(new SimDuration(3), SimDuration.Max(new(3), new(2)));
        Assert.Equal(new SimDuration(2), SimDuration.Min(new(3), new(2)));
        Assert.Equal(2.000005, end.ToSeconds());
        Assert.Equal(6, (new SimDuration(2) * 3).Nanoseconds);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(12_000_250_000, "12.00025s")]
    [InlineData(1, "0.000000001s")]
    [InlineData(long.MaxValue, "9223372036.854775807s")]
    public void A_time_is_written_in_exact_seconds(long nanoseconds, string text) =>
        Assert.Equal(text, new SimTime(nanoseconds).ToString());
}
