using GdoiSim.Cli.Reporting;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Numbers in sentences, and lists of members in options.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData(0, 10, "0 %")]
    [InlineData(10, 10, "100 %")]
    [InlineData(1, 3, "33.3 %")]
    [InlineData(1, 2, "50 %")]
    [InlineData(9_999, 10_000, "99.99 %")]
    [InlineData(999_999, 1_000_000, "99.9999 %")]
    [InlineData(1, 1_000_000, "0.0001 %")]
    [InlineData(0, 0, "0 %")]
    [InlineData(1, 1_000_000_000_000, "under 0.00000001 %")]
    [InlineData(999_999_999_999, 1_000_000_000_000, "over 99.99999999 %")]
    public void A_share_is_never_rounded_to_none_or_all(long part, long whole, string words) =>
        Assert.Equal(words, Words.Share(part, whole));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(5e-9, "5 ns")]
    [InlineData(0.00025, "250 us")]
    [InlineData(0.0125, "12.5 ms")]
    [InlineData(1.316735, "1.32 s")]
    [InlineData(151.003, "151 s")]
    [InlineData(3600, "60 min")]
    [InlineData(86_400, "24 h")]
    [InlineData(2_592_000, "30 d")]
    public void A_time_has_the_unit_that_suits_it(double seconds, string words) =>
        Assert.Equal(words, Words.Time(seconds));

    [Theory]
    [InlineData(1, "1 rekey")]
    [InlineData(0, "0 rekeys")]
    [InlineData(10_000, "10,000 rekeys")]
    public void A_noun_takes_an_s(long number, string words) => Assert.Equal(words, Words.Plural(number, "rekey"));
}
