namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>The runs that every chart must show well.</summary>
internal static class Cases
{
    public static SyntheticRun Smooth => new()
    {
        Scenario = "quickstart",
        Members = 10_000,
        PushLoss = 0.0004,
        AckLoss = 0.0003,
    };

    public static SyntheticRun Implosion => new()
    {
        Scenario = "implosion",
        Members = 8_000,
        Rekeys = 1,
        JitterSeconds = 0,
        Buffer = 256,
    };

    public static SyntheticRun Sharp => Implosion with { Scenario = "sharp", LatencySeconds = 1e-3, Members = 30_000 };

    public static SyntheticRun Overload => new()
    {
        Scenario = "overload",
        Members = 10_000,
        ServiceSeconds = 1e-3,
        Buffer = 1_000,
        LinkLoss = 0.03,
        Rekeys = 2,
    };

    public static SyntheticRun Plateau => new()
    {
        Scenario = "branch-wan",
        Members = 2_000,
        PushLoss = 0.06,
        AckLoss = 0.04,
        LatencySeconds = 0.08,
        Rekeys = 1,
    };

    public static SyntheticRun Day => new()
    {
        Scenario = "a-day-of-rekeys",
        Members = 3_000,
        Rekeys = 24,
        PushLoss = 0.01,
        AckLoss = 0.01,
        Seed = 18_446_744_073_709_551_615 % int.MaxValue,
    };

    public static SyntheticRun VendorMix => new()
    {
        Scenario = "vendor-mix",
        Members = 5_000,
        Rekeys = 6,
        PushLoss = 0.005,
        AckLoss = 0.01,
        Silent = ["old firmware", "legacy", "an appliance with a rather long name"],
        Profiles =
        [
            ("standard", 0.6), ("old firmware", 0.15), ("wrong length", 0.1), ("legacy", 0.1),
            ("an appliance with a rather long name", 0.05),
        ],
    };

    public static SyntheticRun Late => new()
    {
        Scenario = "late",
        Members = 4_000,
        ServiceSeconds = 3e-3,
        Buffer = null,
        Rekeys = 8,
        PushLoss = 0.001,
    };

    public static SyntheticRun Registered => Smooth with { Scenario = "registered", HasEarlierQueue = true };

    public static SyntheticRun Tiny => new() { Scenario = "tiny", Members = 3, Rekeys = 1, ServiceSeconds = 0 };

    public static SyntheticRun Deaf => new() { Scenario = "nobody-hears", Members = 50, Rekeys = 2, PushLoss = 1 };

    public static SyntheticRun Unasked => new() { Scenario = "no-acknowledgements", Rekeys = 2, Acknowledge = false };

    public static SyntheticRun Long => new()
    {
        Scenario = "a scenario whose name is far too long to stand in the footer of a chart, let alone twice",
        Members = 200,
        Rekeys = 130,
        PushLoss = 0.02,
        RekeyInterval = 60,
        Partial = true,
    };

    public static IReadOnlyList<(string Name, SyntheticRun Run)> All =>
    [
        ("smooth", Smooth), ("implosion", Implosion), ("sharp", Sharp),
        ("overload", Overload), ("plateau", Plateau), ("day", Day),
        ("vendor-mix", VendorMix), ("late", Late), ("tiny", Tiny), ("deaf", Deaf), ("unasked", Unasked), ("long", Long),
    ];
}
