using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Group;

/// <summary>A kind of member: an implementation and the site it stands at.</summary>
public sealed record MemberProfile
{
    /// <summary>Name in results, unique in its group.</summary>
    public required string Name { get; init; }

    /// <summary>Share of the group, 0 to 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>
    /// Whether it honours KEK_ACK_REQUESTED (RFC 8263 section 4); an old implementation stays silent.
    /// </summary>
    public bool Acknowledges { get; init; } = true;

    /// <summary>Its reading of L in the derivation of ack_key (RFC 8263 section 3.2).</summary>
    public AckLengthField AckLengthField { get; init; } = AckLengthField.Block;

    /// <summary>Whether it answers again a copy of the rekey that it accepted last.</summary>
    public DuplicateReaction OnDuplicate { get; init; } = DuplicateReaction.Drop;

    /// <summary>
    /// From a PUSH's arrival to its answer, without jitter: decryption, signature check, key installation.
    /// </summary>
    public Distribution ProcessingTime { get; init; } = Distribution.Constant(SimDuration.FromMilliseconds(2));

    /// <summary>
    /// Width J of the uniform delay 0..J of an answer to a multicast (RFC 8263 section 6: at most 5 s).
    /// </summary>
    public SimDuration Jitter { get; init; } = SimDuration.FromSeconds(5L);

    /// <summary>When its members are off the network.</summary>
    public OfflinePattern Offline { get; init; } = OfflinePattern.Never;

    /// <summary>Paths of its own; <c>null</c>: those of the group.</summary>
    public NetworkOptions? Network { get; init; }
}

/// <summary>What a member does with a copy of the PUSH that it accepted last.</summary>
public enum DuplicateReaction
{
    /// <summary>Discards it as a replay, silently (RFC 6407 section 4.4 with RFC 8263 section 7.2).</summary>
    Drop,

    /// <summary>Acknowledges it again.</summary>
    Reacknowledge,
}

/// <summary>When the members of a profile are off the network.</summary>
public sealed record OfflinePattern
{
    /// <summary>Always on the network.</summary>
    public static OfflinePattern Never { get; } = new();

    /// <summary>Share of the profile that is off for the whole run, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Times at which the whole profile is off, ascending and disjoint.</summary>
    public IReadOnlyList<OfflineWindow> Schedule { get; init; } = [];

    /// <summary>Length of a member's times on the network; <c>null</c>: no alternation.</summary>
    public Distribution? Up { get; init; }

    /// <summary>Length of a member's times off the network; given together with <see cref="Up"/>.</summary>
    public Distribution? Down { get; init; }
}

/// <summary>One time off the network: from <paramref name="From"/>, inclusive, to <paramref name="Until"/>.</summary>
public readonly record struct OfflineWindow(SimTime From, SimTime Until);
