using GdoiSim.Group;
using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>The rekey schedule.</summary>
public sealed record RekeySection
{
    [Key("When the first rekey begins.")]
    public SimDuration First { get; init; } = SimDuration.FromSeconds(1L);

    [Key("From the beginning of one rekey to that of the next.", Least = "1ms")]
    public SimDuration Interval { get; init; } = SimDuration.FromSeconds(60L);

    [Key("Number of rekeys.", Least = "1", Most = "100000")]
    public int Count { get; init; } = 1;

    [Key("Which rekeys replace the KEK too: never, or every N.")]
    public KekReplacement ReplaceKek { get; init; }
}

/// <summary>The retransmission policy.</summary>
public sealed record RetransmitSection
{
    [Key("Whether a repeat needs a member whose acknowledgement is not yet accepted, or is sent always.")]
    public RetransmitWhen When { get; init; } = RetransmitWhen.Unacknowledged;

    [Key("Largest number of repeats after the first transmission.")]
    public RepeatCount Count { get; init; }

    [Key("From one transmission to the next.", Least = "1ms")]
    public SimDuration Interval { get; init; } = SimDuration.FromSeconds(10L);

    [Key("To the multicast group again, or by unicast to each unacknowledged member.")]
    public RetransmitTo To { get; init; } = RetransmitTo.Group;

    [Key("Sequence number of a repeat: same resends identical octets, next builds and signs again.")]
    public RetransmitSequence Sequence { get; init; } = RetransmitSequence.Same;
}

/// <summary>The missing timer.</summary>
public sealed record MissingSection
{
    [Key("How long the server waits for an acknowledgement (RFC 8263 section 6: at least 10s).", Least = "1ms")]
    public SimDuration After { get; init; } = SimDuration.FromSeconds(10L);

    [Key("From which transmission of the rekey the wait counts.")]
    public MissingFrom From { get; init; } = MissingFrom.Last;
}

/// <summary>The eviction policy.</summary>
public sealed record EvictSection
{
    [Key("Missing acknowledgements in a row after which a member that has acknowledged before is removed, or never.")]
    public EvictionLimit After { get; init; }
}
