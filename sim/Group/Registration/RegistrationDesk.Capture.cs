using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <content>What a capture keeps of registrations.</content>
internal sealed partial class RegistrationDesk
{
    private void Keep(in Event request)
    {
        RegistrationPacket packet = RegistrationPacket.Of(request);
        if (_group.Packets.Covers(request.Entity)
            && _open.TryGetValue(request.Entity, out MemberRegistration? registration)
            && packet.IsOf(registration))
        {
            ReadOnlyMemory<byte> octets = registration.Exchange!.Request(packet.Step);
            string what = $"registration {packet.Number} of member {request.Entity + 1}: {packet.Step}"
                + (packet.Attempt == 0 ? "" : $", repeat {packet.Attempt}");
            _group.Packets.Add(new PassedPacket(request.Time, _server, request.Entity, ToServer: true, octets, what));
        }
    }

    private void Keep(int member, in RegistrationPacket packet, RegistrationExchange? exchange, SimTime sent)
    {
        if (exchange is not null && _group.Packets.Covers(member))
        {
            if (exchange.ServerSa is { } sa)
            {
                _group.Packets.Add(sa);
            }

            ReadOnlyMemory<byte> reply = exchange.Reply(packet.Step);
            string what = $"registration {packet.Number} of member {member + 1}: reply to {packet.Step}";
            _group.Packets.Add(new PassedPacket(sent, _server, member, ToServer: false, reply, what));
        }
    }
}
