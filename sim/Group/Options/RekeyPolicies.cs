using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>Cipher and lifetime of the KEK.</summary>
public sealed record KekOptions
{
    /// <summary>Key length of AES-CBC in bits, 128 or 256 (KEK_KEY_LENGTH, RFC 6407 section 5.3.3).</summary>
    public int KeyBits { get; init; } = 128;

    /// <summary>KEK_KEY_LIFETIME, whole seconds.</summary>
    public SimDuration Lifetime { get; init; } = SimDuration.FromSeconds(86_400L);
}

/// <summary>Lifetime and activation of a TEK.</summary>
public sealed record TekOptions
{
    /// <summary>SA life duration of a TEK, counted from the first transmission of the rekey that brings it.</summary>
    public SimDuration Lifetime { get; init; } = SimDuration.FromSeconds(3_600L);

    /// <summary>
    /// ACTIVATION_TIME_DELAY (RFC 6407 section 5.4.1), whole seconds; zero leaves the GAP payload out.
    /// </summary>
    public SimDuration ActivationDelay { get; init; } = SimDuration.Zero;
}

/// <summary>When rekeys begin.</summary>
public sealed record RekeySchedule
{
    /// <summary>When the first rekey begins.</summary>
    public SimDuration First { get; init; } = SimDuration.FromSeconds(1L);

    /// <summary>From the beginning of one rekey to that of the next.</summary>
    public SimDuration Interval { get; init; } = SimDuration.FromSeconds(60L);

    /// <summary>Number of rekeys.</summary>
    public int Count { get; init; } = 1;

    /// <summary>
    /// Every how many rekeys the KEK is replaced too; 0: never. Not with a key hierarchy: its root's key is the KEK.
    /// </summary>
    public int ReplaceKekEvery { get; init; }
}

/// <summary>How a rekey is repeated (RFC 8263 section 6, RFC 4046 section 5.3).</summary>
public sealed record RetransmissionPolicy
{
    /// <summary>Whether silence is needed for a repeat.</summary>
    public RetransmitWhen When { get; init; } = RetransmitWhen.Unacknowledged;

    /// <summary>Largest number of repeats; <see cref="int.MaxValue"/>: no limit.</summary>
    public int Count { get; init; }

    /// <summary>From one transmission to the next.</summary>
    public SimDuration Interval { get; init; } = SimDuration.FromSeconds(10L);

    /// <summary>Whom a repeat addresses.</summary>
    public RetransmitTo To { get; init; } = RetransmitTo.Group;

    /// <summary>Which sequence number a repeat bears.</summary>
    public RetransmitSequence Sequence { get; init; } = RetransmitSequence.Same;
}

/// <summary>Condition of a repeat.</summary>
public enum RetransmitWhen
{
    /// <summary>While an expected acknowledgement is not yet accepted.</summary>
    Unacknowledged,

    /// <summary>Whatever was acknowledged.</summary>
    Always,
}

/// <summary>Addressees of a repeat.</summary>
public enum RetransmitTo
{
    /// <summary>The multicast group.</summary>
    Group,

    /// <summary>By unicast, each member whose acknowledgement is not yet accepted.</summary>
    Unacknowledged,
}

/// <summary>Sequence number of a repeat.</summary>
public enum RetransmitSequence
{
    /// <summary>The identical octets once more (RFC 4046 section 5.4).</summary>
    Same,

    /// <summary>Built and signed again under the next number.</summary>
    Next,
}

/// <summary>When silence becomes a missing acknowledgement (RFC 8263 section 6: not before 10 s).</summary>
public sealed record MissingPolicy
{
    /// <summary>How long the server waits.</summary>
    public SimDuration After { get; init; } = SimDuration.FromSeconds(10L);

    /// <summary>From which transmission it counts.</summary>
    public MissingFrom From { get; init; } = MissingFrom.Last;
}

/// <summary>Transmission from which the missing timer runs.</summary>
public enum MissingFrom
{
    /// <summary>The first of a rekey.</summary>
    First,

    /// <summary>The last of a rekey.</summary>
    Last,
}
