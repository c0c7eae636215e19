using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <content>What a capture keeps of the acknowledgements that reach the access link.</content>
internal sealed partial class KeyServerNode
{
    private void Keep(AcknowledgementBatch batch)
    {
        int octets = _group.Acknowledgements.Octets;
        ReadOnlySpan<Event> events = batch.Events;
        for (int i = 0; i < events.Length; i++)
        {
            Event arrival = events[i];
            if (!_group.Packets.Covers(arrival.Entity))
            {
                continue;
            }

            PushTransmission transmission = _group.Transmissions[ArrivalEvent.Transmission(arrival)];
            string what = $"rekey {transmission.Rekey}: member {arrival.Entity + 1} acknowledges SEQ "
                + transmission.Sequence
                + (ArrivalEvent.Copy(arrival) == 0 ? "" : ", copied by the network");
            byte[] message = batch.Slab.Slice(i * octets, octets).ToArray();
            _group.Packets.Add(new PassedPacket(arrival.Time, Index, arrival.Entity, true, message, what));
        }
    }
}
