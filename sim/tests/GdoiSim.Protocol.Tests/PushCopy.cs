using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Tests;

/// <summary>Writes again what was read.</summary>
internal static class PushCopy
{
    public static void AddAll(GroupkeyPush push, ref GroupkeyPushWriter writer)
    {
        foreach (DeletePayload delete in push.Deletes)
        {
            writer.Add(delete);
        }

        if (!push.HasSecurityAssociation)
        {
            return;
        }

        if (push.SecurityAssociation.HasKek)
        {
            writer.Add(push.SecurityAssociation.Kek);
        }

        if (push.SecurityAssociation.Policy is GroupAssociatedPolicy policy)
        {
            writer.Add(policy);
        }

        foreach (SaTekPayload tek in push.SecurityAssociation.Teks)
        {
            writer.Add(tek);
        }

        foreach (KeyPacket packet in push.KeyDownload.Packets)
        {
            writer.Add(packet);
        }
    }
}
