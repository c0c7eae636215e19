namespace GdoiSim.Protocol.Lkh;

/// <summary>What a batch of joins and leaves does to a key tree.</summary>
public sealed class KeyTreeRekey
{
    internal KeyTreeRekey(IReadOnlyList<int> replaced, IReadOnlyList<KeyEncryption> encryptions)
    {
        Replaced = replaced;
        Encryptions = encryptions;
    }

    /// <summary>Inner nodes that get a new key, from the bottom up: the root last, if anyone is left.</summary>
    public IReadOnlyList<int> Replaced { get; }

    /// <summary>
    /// The keys that are encrypted, from the bottom up: their number is what RFC 2627 counts as single-key messages.
    /// </summary>
    public IReadOnlyList<KeyEncryption> Encryptions { get; }

    /// <summary>
    /// Encryptions under keys that members have already: as many messages are enough if each brings all keys from there
    /// to the root (RFC 2627 section 5.4.1, "multiple keys per message").
    /// </summary>
    public int MultiKeyMessages => Encryptions.Count(encryption => !encryption.UnderIsNew);
}
