using GdoiSim.Architecture.Tests.Inspection;
using Xunit;

namespace GdoiSim.Architecture.Tests;

/// <summary>Nothing compiled makes a run differ from itself, or prints where nothing prints.</summary>
public sealed class BannedMemberTests
{
    public static TheoryData<string> Bans => [.. Ban.All.Select(ban => ban.Name)];

    /// <summary>Ban, and a canary method that it must find.</summary>
    public static TheoryData<string, string> CanaryUses => new()
    {
        { "wall clock", "WallClock.Now" },
        { "wall clock", "WallClock.Offset" },
        { "wall clock", "WallClock.Elapsed" },
        { "wall clock", "WallClock.Ticks" },
        { "wall clock", "WallClock.Provider" },
        { "timers and sleeping", "Timers.Sleep" },
        { "timers and sleeping", "Timers.Delay" },
        { "ambient randomness", "Randomness.Shared" },
        { "ambient randomness", "Randomness.Own" },
        { "ambient randomness", "Randomness.Name" },
        { "ambient randomness", "Randomness.Octets" },
        { "ambient randomness", "Randomness.Delegate" },
        { "ambient randomness", "<Lambda>" },
        { "hashes that differ between processes", "Hashes.Text" },
        { "hashes that differ between processes", "Hashes.Combined" },
        { "transcendental functions of the C library", "Transcendentals.Scalar" },
        { "transcendental functions of the C library", "Transcendentals.Lanes" },
        { "console output", "Output.Print" },
    };

    [Theory]
    [MemberData(nameof(Bans))]
    public void No_product_code_uses(string name)
    {
        Ban ban = Ban.All.Single(ban => ban.Name == name);
        List<string> found = [];
        foreach (string path in RepositoryLayout.ProductAssemblies)
        {
            using CompiledAssembly assembly = new(path);
            found.AddRange(assembly.MemberUses()
                .Where(use => ban.AppliesTo(use.Assembly, use.UserNamespace) && ban.Forbids(use))
                .Select(use => use.ToString()));
        }

        Assert.True(found.Count == 0, $"{ban.Instead}\n{string.Join('\n', found.Distinct())}");
    }

    [Theory]
    [MemberData(nameof(CanaryUses))]
    public void Canary_is_found(string name, string method)
    {
        using CompiledAssembly own = new(typeof(BannedMemberTests).Assembly.Location);
        Ban ban = Ban.All.Single(ban => ban.Name == name);
        Assert.Contains(
            own.MemberUses(),
            use => ban.Forbids(use) && use.User.Contains("Canaries") && use.User.Contains(method.Split('.')[^1]));
    }

    [Fact]
    public void A_value_types_own_hash_is_not_a_texts()
    {
        using CompiledAssembly own = new(typeof(BannedMemberTests).Assembly.Location);
        MemberUse use = Assert.Single(own.MemberUses(), use => use.User.EndsWith("Hashes.OwnOfValueType"));
        Assert.Equal(("GdoiSim.Architecture.Tests.Canaries+Own", "GetHashCode"), (use.DeclaringType, use.Member));
    }

    [Fact]
    public void Every_ban_has_a_canary()
    {
        Assert.Equal(
            Ban.All.Select(ban => ban.Name).Order(StringComparer.Ordinal),
            CanaryUses.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("wall clock", "GdoiSim.Kernel", "GdoiSim.Kernel", true)]
    [InlineData("wall clock", "GdoiSim.Analysis", "GdoiSim.Analysis.Charts", true)]
    [InlineData("wall clock", "GdoiSim.Analysis", "GdoiSim.Analysis.Calibration", false)]
    [InlineData("wall clock", "GdoiSim.Analysis", "GdoiSim.Analysis.CalibrationCharts", true)]
    [InlineData("wall clock", "gdoisim", "GdoiSim.Cli", false)]
    [InlineData("console output", "GdoiSim.Analysis", "GdoiSim.Analysis.Calibration", true)]
    [InlineData("console output", "gdoisim", "GdoiSim.Cli", false)]
    [InlineData("transcendental functions of the C library", "GdoiSim.Analysis", "GdoiSim.Analysis.Theory", false)]
    [InlineData("transcendental functions of the C library", "GdoiSim.Group", "GdoiSim.Group.Members", true)]
    public void Bans_hold_where_they_should(string name, string assembly, string space, bool expected)
    {
        Assert.Equal(expected, Ban.All.Single(ban => ban.Name == name).AppliesTo(assembly, space));
    }
}
