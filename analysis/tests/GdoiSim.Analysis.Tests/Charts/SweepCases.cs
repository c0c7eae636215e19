namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>The kinds of sweep that the charts must show well, small enough for the ordinary tests.</summary>
internal static class SweepCases
{
    /// <summary>One transmission, a constant service time, a buffer of 64: what V10, V11 and V14 are about.</summary>
    private const string OneShot = """
        name: one-shot
        group: {size: 1000, jitter: 1s, processing_time: 0s}
        key_server: {receive_buffer: 64 datagrams, service_time: {accepted: 1ms}}
        """;

    public static WrittenSweep Implosion => new()
    {
        Name = "size-and-jitter",
        Scenario = OneShot,
        Axes =
        [
            [("group.size", ["250", "500", "1000", "1500", "2000", "3000"])],
            [("group.jitter", ["250ms", "500ms", "1s", "2s", "4s"])],
        ],
        Thresholds = ["ack.dropped / ack.arrived <= 0.1%", "completion_seconds.p99 <= 3s"],
    };

    public static WrittenSweep SmallBuffer => Implosion with
    {
        Name = "load-of-a-small-buffer",
        Scenario = OneShot.Replace("64 datagrams", "7 datagrams", StringComparison.Ordinal),
        Axes =
        [
            [("group.size", ["600", "700", "800", "900", "1000", "1100", "1300"])],
            [("key_server.receive_buffer", ["3 datagrams", "7 datagrams", "15 datagrams"])],
        ],
        Thresholds = [],
        Replications = 10,
    };

    /// <summary>Service time, jitter and size: what the frontier is about.</summary>
    public static WrittenSweep Frontier => new()
    {
        Name = "how-many-members",
        Scenario = OneShot,
        Axes =
        [
            [("group.size", ["200", "400", "600", "800", "1000", "1200"])],
            [("key_server.service_time.accepted", ["500us", "1ms", "2ms", "8ms"])],
            [("group.jitter", ["500ms", "1s"])],
        ],
        Thresholds = ["ack.dropped / ack.arrived <= 1%"],
    };

    /// <summary>Both losses together, three ways of repeating: V05 and V06.</summary>
    public static WrittenSweep Eviction => new()
    {
        Name = "eviction-against-loss",
        Scenario = """
            name: eviction
            group: {size: 300, jitter: 2s}
            rekey: {count: 8, interval: 60s}
            tek: {lifetime: 2h}
            evict: {after: 2}
            key_server: {service_time: {accepted: 100us}}
            """,
        Axes =
        [
            [
                ("network.push.loss", ["2%", "5%", "10%", "20%"]),
                ("network.ack.loss", ["2%", "5%", "10%", "20%"]),
            ],
            [("retransmit.count", ["0", "2"])],
            [("group.on_duplicate", ["drop", "reack"])],
        ],
        Replications = 2,
    };

    /// <summary>Repeats until nobody is silent: V01.</summary>
    public static WrittenSweep Transmissions => new()
    {
        Name = "repeats-until-all-have-it",
        Scenario = """
            name: until-all
            duration: 7min
            group: {size: 300, jitter: 2s}
            rekey: {count: 4, interval: 100s}
            retransmit: {count: unlimited, interval: 8s}
            missing: {after: 60s}
            """,
        Axes =
        [
            [("group.size", ["10", "30", "100", "300", "1000"])],
            [("network.push.loss", ["1%", "5%", "20%"])],
        ],
    };

    /// <summary>Words on one axis, cells left out, a figure that is often never.</summary>
    public static WrittenSweep Words => new()
    {
        Name = "words",
        Scenario = """
            name: words
            group: {size: 200, jitter: 1s}
            retransmit: {count: 2, interval: 5s}
            network: {push: {loss: 5%}, ack: {loss: 5%}}
            """,
        Axes =
        [
            [("retransmit.sequence", ["same", "next"])],
            [("retransmit.to", ["group", "unacknowledged"])],
            [("key_server.receive_buffer", ["20 datagrams", "unlimited"])],
        ],
        Has = places => places[0] == 0 || places[1] == 0,
        Thresholds = ["missing.false == 0 with 90% confidence in 20% of runs"],
    };

    public static WrittenSweep OneAxis => Implosion with
    {
        Name = "one-axis",
        Axes = [[("group.size", ["500", "1000", "2000"])]],
        Thresholds = [],
        Replications = 1,
    };

    public static IReadOnlyList<(string Name, WrittenSweep Sweep)> All =>
    [
        ("implosion", Implosion), ("small-buffer", SmallBuffer), ("frontier", Frontier), ("eviction", Eviction),
        ("transmissions", Transmissions), ("words", Words), ("one-axis", OneAxis),
    ];
}
