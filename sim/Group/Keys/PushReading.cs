using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// What one PUSH datagram says to every holder of its KEK. Since it is a function of the octets and the key alone, it
/// may be computed once and shared by all members (scenario <c>crypto: shared</c>).
/// </summary>
public readonly record struct PushReading
{
    /// <summary>Why decryption or form failed; <see cref="DiscardReason.None"/> if they did not.</summary>
    public DiscardReason Form { get; init; }

    /// <summary>Sequence number of the SEQ payload.</summary>
    public uint Sequence { get; init; }

    /// <summary>Why SIG failed; <see cref="DiscardReason.None"/> if it is genuine.</summary>
    public DiscardReason Signature { get; init; }

    /// <summary>Generation of the TEK in KD; -1: none.</summary>
    public int TekGeneration { get; init; }

    /// <summary>Generation of the KEK in KD; null: none.</summary>
    public int? KekGeneration { get; init; }

    /// <summary>Update arrays of an LKH packet, as its attributes; null: none.</summary>
    public byte[]? Updates { get; init; }

    /// <summary>Generation of the KEK that the update arrays lead to; meaningful with <see cref="Updates"/>.</summary>
    public int UpdatedKek { get; init; }

    /// <summary>
    /// KEK_ACK_REQUESTED of the SA KEK; none if there is no SA KEK, or a type that members cannot answer.
    /// </summary>
    public KekAckRequested Acknowledgement { get; init; }
}
