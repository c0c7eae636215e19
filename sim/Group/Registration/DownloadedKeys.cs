using GdoiSim.Protocol.Lkh;

namespace GdoiSim.Group;

/// <summary>The keys that a registration hands out, as a member finds them in the octets of KD.</summary>
/// <param name="KekGeneration">Generation of the KEK.</param>
/// <param name="Sequence">SEQ: the last number used under it.</param>
/// <param name="TekGeneration">Generation of the TEK.</param>
internal readonly record struct DownloadedKeys(int KekGeneration, uint Sequence, int TekGeneration)
{
    /// <summary>The keys of a download array; null if there was none.</summary>
    internal LkhMember? Hierarchy { get; init; }
}
