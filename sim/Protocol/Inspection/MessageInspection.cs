using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Inspection;

/// <summary>What <see cref="MessageInspector.Inspect"/> found in a message.</summary>
public sealed record MessageInspection
{
    /// <summary>The exchange by name: "GROUPKEY-PUSH", …; "unknown exchange" where it is none of GDOI's.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// The decoder's own judgement: what a receiver with these keys would say of the octets.
    /// <see cref="DiscardReason.None"/> if they are well-formed and no key given disproves them.
    /// </summary>
    public required DiscardReason Verdict { get; init; }

    /// <summary>Whether nothing is wrong with the message as far as the keys can tell.</summary>
    public bool IsValid => Verdict == DiscardReason.None && Problems.Count == 0;

    /// <summary>The message's parts, the whole message being the root.</summary>
    public required InspectedField Message { get; init; }

    /// <summary>What is wrong; the first one is the verdict's reason.</summary>
    public required IReadOnlyList<InspectionProblem> Problems { get; init; }

    /// <summary>What is worth knowing.</summary>
    public required IReadOnlyList<InspectionNote> Notes { get; init; }

    /// <summary>The checks that need keys.</summary>
    public required IReadOnlyList<InspectionCheck> Checks { get; init; }

    /// <summary>The message's octets, decrypted where a key fitted: what the offsets count in.</summary>
    public required ReadOnlyMemory<byte> Octets { get; init; }

    /// <summary>The cookies of the header; null if there is no whole header.</summary>
    public Cookies? Cookies { get; init; }

    /// <summary>The number in SEQ; null if no valid message shows one.</summary>
    public SequenceNumber? Sequence { get; init; }

    /// <summary>
    /// The Rekey SA that a valid PUSH or GROUPKEY-PULL brings, for the messages after it;
    /// null if it brings none.
    /// </summary>
    public BroughtRekeySa? Brought { get; init; }
}

/// <summary>The next Rekey SA, as a PUSH or a registration brings it.</summary>
/// <param name="Spi">The cookies of the messages under it.</param>
/// <param name="Kek">Its KEK.</param>
/// <param name="SignatureKey">Its public key, DER SubjectPublicKeyInfo; empty if the PUSH has none.</param>
public sealed record BroughtRekeySa(Cookies Spi, Kek Kek, ReadOnlyMemory<byte> SignatureKey)
{
    /// <summary>KEK_ACK_REQUESTED; none if absent or unknown.</summary>
    public KekAckRequested Acknowledgement { get; init; }
}
