namespace GdoiSim.Scenario;

/// <summary>The paths between the key servers and the members.</summary>
public sealed record NetworkSection
{
    [Key("From server to member: the rekeys.")]
    public PushPathSection Push { get; init; } = new();

    [Key("From member to server: the acknowledgements.")]
    public PathSection Ack { get; init; } = new();
}

/// <summary>One direction. A key left out is as in the scenario's network, or as its default says.</summary>
public record PathSection
{
    [Key("How packets are lost.", Default = "none")]
    public LossSetting? Loss { get; init; }

    [Key("One-way delay.", Default = "0s")]
    public LatencySetting? Latency { get; init; }

    [Key("Probability that the network delivers a second copy.", Default = "0%")]
    public Share? Duplication { get; init; }

    [Key(
        "Largest IP packet in octets; longer datagrams travel in fragments, and one lost fragment loses all.",
        Default = "1500",
        Least = "576",
        Most = "65535")]
    public int? Mtu { get; init; }
}

/// <summary>The direction of the rekeys.</summary>
public sealed record PushPathSection : PathSection
{
    [Key("Probability that a multicast packet is lost on the first hop, so for all members.", Default = "0%")]
    public Share? FirstHopLoss { get; init; }
}
