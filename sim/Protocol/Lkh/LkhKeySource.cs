namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// Where a key server gets the keys of its tree from: fills IV (16 octets) and key. A source that depends on its
/// arguments alone makes a run repeatable; in use against anybody the octets have to be unpredictable.
/// </summary>
/// <param name="id">LKH ID of the node.</param>
/// <param name="handle">Key handle: 1 for the node's first key, then one more for each next one.</param>
/// <param name="algorithmKey">To be filled.</param>
public delegate void LkhKeySource(ushort id, uint handle, Span<byte> algorithmKey);
