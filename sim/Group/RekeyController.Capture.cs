using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <content>What a capture keeps of rekeys.</content>
internal sealed partial class RekeyController
{
    private void Keep(PushTransmission transmission)
    {
        string what = $"rekey {transmission.Rekey}: PUSH with SEQ {transmission.Sequence}, "
            + (transmission.Attempt == 0 ? "first transmission" : $"repeat {transmission.Attempt}");
        if (transmission.IsMulticast)
        {
            _group.Packets.Add(new PassedPacket(
                transmission.Sent, transmission.Server, Member: -1, ToServer: false, transmission.Octets, what));
            return;
        }

        for (int i = 0; i < transmission.Members!.Length; i++)
        {
            int member = transmission.Members[i];
            long sent = transmission.SentNanoseconds![i];
            if (sent >= 0 && _group.Packets.Covers(member))
            {
                _group.Packets.Add(new PassedPacket(
                    new SimTime(sent),
                    transmission.Server,
                    member,
                    ToServer: false,
                    transmission.Octets,
                    $"{what} to member {member + 1}"));
            }
        }
    }
}
