using GdoiSim.Analysis.Charts;
using Xunit;

namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>Where a row of a sweep's tables stands on an axis of several parameters.</summary>
public sealed class PairedAxisTests
{
    [Theory]
    [InlineData("drop", "same", "0.01", 0)]
    [InlineData("reack", "same", "0.02", 1)]
    [InlineData("drop", "next", "0.01", 2)]
    [InlineData("reack", "next", "0.01", -1)]
    public void A_value_that_comes_back_is_told_by_the_others(string first, string second, string third, int place)
    {
        var axis = new SweepAxis(
        [
            new SweepParameter("a", "", ["drop", "reack", "drop"], [double.NaN, double.NaN, double.NaN]),
            new SweepParameter("b", "", ["same", "same", "next"], [double.NaN, double.NaN, double.NaN]),
            new SweepParameter("c", "share", ["1%", "2%", "1%"], [0.01, 0.02, 0.01]),
        ]);
        Assert.Equal(place, axis.PlaceOf(one => one.Path switch { "a" => first, "b" => second, _ => third }));
    }
}
