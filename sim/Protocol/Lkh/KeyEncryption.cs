namespace GdoiSim.Protocol.Lkh;

/// <summary>One new key that has to be encrypted under one other key (RFC 2627 section 5.4.1).</summary>
/// <param name="Node">The node that gets a new key.</param>
/// <param name="Under">
/// Whose key encrypts it: a child's, the new one if that child gets a new one too; or the node's own, and then that is
/// the key which is being replaced.
/// </param>
/// <param name="UnderIsNew">Whether the encrypting key is itself made in this rekey.</param>
public readonly record struct KeyEncryption(int Node, int Under, bool UnderIsNew);
