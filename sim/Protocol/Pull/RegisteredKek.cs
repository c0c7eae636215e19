using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Pull;

/// <summary>The KEK that a registration hands out, by itself or at the top of a key hierarchy.</summary>
internal static class RegisteredKek
{
    /// <summary>Takes the KEK out of the keys, and the key hierarchy if there is one (RFC 6407 section 3.3).</summary>
    /// <param name="policy">SA; it has an SAK.</param>
    /// <param name="keys">KD, which has the keys that the SA asks for.</param>
    /// <param name="kek">The KEK, or the last key of the download array; null if KD has neither.</param>
    /// <param name="hierarchy">The member's keys of the hierarchy; null if the group has none.</param>
    public static DiscardReason TryRead(
        in SecurityAssociationPayload policy,
        in KeyDownloadPayload keys,
        out Kek? kek,
        out LkhMember? hierarchy)
    {
        kek = null;
        hierarchy = null;
        SaKekPayload saKek = policy.Kek;
        if (!saKek.Attributes.IsSupported)
        {
            return DiscardReason.AlgorithmUnsupported;
        }

        Span<byte> spi = stackalloc byte[Cookies.Length];
        saKek.Spi.WriteTo(spi);
        if (keys.TryFind(KeyPacketType.Lkh, spi, out KeyPacket lkh)
            && lkh.TryGetDownloadArray(out LkhDownloadArray array))
        {
            DiscardReason reason = LkhMember.TryCreate(array, out hierarchy);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            kek = hierarchy!.GroupKek;
        }

        return keys.TryFind(KeyPacketType.Kek, spi, out KeyPacket packet)
            ? Kek.TryCreate(saKek.Attributes, packet.AlgorithmKey, out kek)
            : DiscardReason.None;
    }

    /// <summary>The key server's public key for SIG, DER SubjectPublicKeyInfo; empty if KD has none.</summary>
    public static byte[] SignatureKey(in SecurityAssociationPayload policy, in KeyDownloadPayload keys)
    {
        Span<byte> spi = stackalloc byte[Cookies.Length];
        policy.Kek.Spi.WriteTo(spi);
        foreach (KeyPacketType type in new[] { KeyPacketType.Kek, KeyPacketType.Lkh })
        {
            if (keys.TryFind(type, spi, out KeyPacket packet) && !packet.SignatureKey.IsEmpty)
            {
                return packet.SignatureKey.ToArray();
            }
        }

        return [];
    }
}
