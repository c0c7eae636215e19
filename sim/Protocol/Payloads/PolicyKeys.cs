using System.Buffers.Binary;
using GdoiSim.Protocol.Lkh;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// Whether KD has the keys for what SA names (RFC 6407 sections 3.2, 4 and 5.6): the same question in a GROUPKEY-PULL
/// and in a GROUPKEY-PUSH, with different answers in places.
/// </summary>
internal static class PolicyKeys
{
    /// <summary>Holds KD against SA.</summary>
    /// <param name="policy">SA.</param>
    /// <param name="keys">KD.</param>
    /// <param name="isRegistration">
    /// In a GROUPKEY-PULL a TEK may follow with the first rekey (section 5.6.1), sender identifiers are allowed
    /// (section 5.6.4.4), and a key hierarchy is announced by its download array alone (section 5.3).
    /// </param>
    public static DiscardReason Check(
        in SecurityAssociationPayload policy, in KeyDownloadPayload keys, bool isRegistration)
    {
        DiscardReason reason = CheckPackets(keys, isRegistration);
        if (reason == DiscardReason.None && policy.HasKek)
        {
            reason = CheckKek(policy.Kek, keys, isRegistration);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        Span<byte> spi = stackalloc byte[SecurityProtocolExtensions.TekSpiSize];
        foreach (SaTekPayload tek in policy.Teks)
        {
            BinaryPrimitives.WriteUInt32BigEndian(spi, tek.Spi);
            if (keys.TryFind(KeyPacketType.Tek, spi, out KeyPacket packet))
            {
                if (tek.Protocol == SecurityProtocol.Iec61850 && !tek.Iec61850.HasKeysOf(packet))
                {
                    return DiscardReason.KeyLength;
                }
            }
            else if (!isRegistration || !policy.HasKek)
            {
                return DiscardReason.KeyMissing;
            }
        }

        return DiscardReason.None;
    }

    private static DiscardReason CheckPackets(in KeyDownloadPayload keys, bool isRegistration)
    {
        foreach (KeyPacket packet in keys.Packets)
        {
            // Sender identifiers go to one member each, by GROUPKEY-PULL alone (RFC 6407 section 5.6.4.4).
            if (packet.Type == KeyPacketType.SenderId && !isRegistration)
            {
                return DiscardReason.KeyPacketType;
            }
        }

        return DiscardReason.None;
    }

    private static DiscardReason CheckKek(in SaKekPayload kek, in KeyDownloadPayload keys, bool isRegistration)
    {
        Span<byte> spi = stackalloc byte[Cookies.Length];
        kek.Spi.WriteTo(spi);
        bool hasLkh = keys.TryFind(KeyPacketType.Lkh, spi, out KeyPacket lkh);
        if (keys.TryFind(KeyPacketType.Kek, spi, out KeyPacket single))
        {
            if (single.AlgorithmKey.Length != kek.Attributes.AlgorithmKeyLength)
            {
                return DiscardReason.KeyLength;
            }
        }
        else if (!hasLkh || !BringsKek(kek.Attributes, lkh, isRegistration))
        {
            return DiscardReason.KeyMissing;
        }

        return hasLkh && !HasKeysOf(kek.Attributes, lkh) ? DiscardReason.KeyLength : DiscardReason.None;
    }

    // KEK_MANAGEMENT_ALGORITHM "MUST NOT be included in a GROUPKEY-PULL message, and MUST be ignored if present": there
    // the download array says it. In a rekey the attribute does, and any array brings keys.
    private static bool BringsKek(in KekAttributes attributes, in KeyPacket lkh, bool isRegistration) =>
        isRegistration
            ? lkh.TryGetDownloadArray(out _)
            : attributes.ManagementAlgorithm == KekManagementAlgorithm.Lkh
                && (lkh.TryGetDownloadArray(out _) || lkh.UpdateArrays.MoveNext());

    // All keys of a hierarchy are for the cipher of the KEK (RFC 6407 section 5.3.2).
    private static bool HasKeysOf(in KekAttributes attributes, in KeyPacket lkh)
    {
        bool fits = !lkh.TryGetDownloadArray(out LkhDownloadArray download) || IsFor(attributes, download.Keys);
        foreach (LkhUpdateArray update in lkh.UpdateArrays)
        {
            fits = fits && IsFor(attributes, update.Keys);
        }

        return fits;
    }

    private static bool IsFor(in KekAttributes attributes, LkhKeyList keys) =>
        keys.KeyDataLength == attributes.AlgorithmKeyLength && keys[0].KeyType == attributes.Algorithm;
}
