namespace GdoiSim.Group;

/// <summary>One GROUPKEY-PUSH as the key servers hold it: its octets and what they mean.</summary>
/// <param name="Rekey">Number of the rekey.</param>
/// <param name="RekeySa">The SA whose KEK encrypts it and whose sequence it is numbered in.</param>
/// <param name="NewRekeySa">The SA that replaces it; null if the rekey brings no KEK.</param>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Octets">The datagram.</param>
/// <param name="Reading">What it says to a holder of the KEK.</param>
public sealed record RekeyMessage(
    int Rekey, RekeySa RekeySa, RekeySa? NewRekeySa, uint Sequence, ReadOnlyMemory<byte> Octets, PushReading Reading)
{
    /// <summary>Update arrays that it brings instead of a TEK, as attributes of an LKH packet; null: none.</summary>
    public byte[]? Updates { get; init; }

    /// <summary>Whether it is the last one under its SA: false for all but the last part of an update.</summary>
    public bool EndsRekeySa { get; init; } = NewRekeySa is not null;
}
