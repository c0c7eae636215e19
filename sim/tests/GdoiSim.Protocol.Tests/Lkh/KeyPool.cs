using System.Security.Cryptography;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Tests.Lkh;

/// <summary>
/// What somebody can find out who keeps every key and every update array that was ever sent: the keys of all whom it
/// got to know, and all that follow from them. Decrypts with the platform's library alone.
/// </summary>
internal sealed class KeyPool
{
    private readonly Dictionary<(ushort Id, uint Handle), byte[]> _keys = [];

    public bool Knows(ushort id, uint handle) => _keys.ContainsKey((id, handle));

    public byte[] Key(ushort id, uint handle) => _keys[(id, handle)];

    /// <summary>Learns the keys of an LKH_DOWNLOAD_ARRAY attribute.</summary>
    public void Learn(byte[] downloadAttribute)
    {
        KeyPacket packet = LkhSamples.Carry(downloadAttribute);
        if (packet.TryGetDownloadArray(out LkhDownloadArray array))
        {
            foreach (LkhKey key in array.Keys)
            {
                _keys[(key.Id, key.Handle)] = key.KeyData.ToArray();
            }
        }
    }

    /// <summary>Learns whatever the messages hold for one who has the keys known so far.</summary>
    public void Learn(IEnumerable<LkhUpdatePart> parts)
    {
        LkhUpdatePart[] all = [.. parts];
        for (int before = -1; before != _keys.Count;)
        {
            before = _keys.Count;
            foreach (LkhUpdatePart part in all)
            {
                foreach (LkhUpdateArray array in LkhSamples.Carry(part.Attributes).UpdateArrays)
                {
                    Learn(array);
                }
            }
        }
    }

    private void Learn(LkhUpdateArray array)
    {
        (ushort, uint) under = (array.Id, array.Handle);
        foreach (LkhKey key in array.Keys)
        {
            if (_keys.TryGetValue(under, out byte[]? underKey) && !Knows(key.Id, key.Handle))
            {
                using var aes = Aes.Create();
                aes.Key = underKey[16..];
                _keys[(key.Id, key.Handle)] =
                    aes.DecryptCbc(key.KeyData, underKey.AsSpan(0, 16), PaddingMode.None);
            }

            under = (key.Id, key.Handle);
        }
    }
}
