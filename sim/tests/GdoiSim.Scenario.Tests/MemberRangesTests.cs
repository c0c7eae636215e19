using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Members by number and range.</summary>
public sealed class MemberRangesTests
{
    [Theory]
    [InlineData("7", new[] { 7 })]
    [InlineData("1-3", new[] { 1, 2, 3 })]
    [InlineData("5, 1-2,2-3", new[] { 1, 2, 3, 5 })]
    public void Members_are_listed_by_number_and_range(string text, int[] members)
    {
        Assert.True(MemberRanges.TryParse(text, out MemberRanges read));
        Assert.Equal(members, read.Numbers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("3-2")]
    [InlineData("1-")]
    [InlineData("1--2")]
    [InlineData("1,,2")]
    [InlineData("a")]
    [InlineData("1-10001")]
    [InlineData("1-2147483647")]
    [InlineData("1-6000,7000-12000")]
    public void What_is_no_list_of_members_is_refused(string text) => Assert.False(MemberRanges.TryParse(text, out _));
}
