using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Tests;

/// <summary>Touches everything that a message gives access to.</summary>
internal static class PushWalk
{
    public static int CountParts(GroupkeyPush push)
    {
        int parts = 0;
        foreach (DeletePayload delete in push.Deletes)
        {
            for (int i = 0; i < delete.Count; i++)
            {
                parts += delete.Spi(i).Length;
            }
        }

        foreach (SaTekPayload tek in push.SecurityAssociation.Teks)
        {
            parts += tek.Protocol == SecurityProtocol.Iec61850
                ? tek.Iec61850.Oid.Length
                : tek.Ipsec.Source.IdentificationData.Length;
        }

        foreach (KeyPacket packet in push.KeyDownload.Packets)
        {
            parts += packet.Spi.Length + packet.AlgorithmKey.Length + packet.EncodedAttributes.Length;
        }

        return parts + push.Signature.Length + push.SignedOctets.Length;
    }
}
