using PixelGpt.Formats.TensorBoard;
using PixelGpt.IO;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Formats.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Assert.Equal(0xe3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Scalars_images_text_and_hyperparameters_are_read_back()
    {
        using (var file = EventFile.Open(_folder.Path, 0, Now))
        {
            file.Append(Now, 3, new EventSummary().Scalar("loss/dev", 1.25).Text("notes", "a *b*").Image("picture", 4, 2, new byte[] { 1, 2, 3 }).AddParameters([("lr", 0.5), ("flip", true), ("family", "gpt2")], Now));
        }

        IReadOnlyList<ReadEvent> events = ReadEvents.Of(EventFile.Find(_folder.Path)!);
        Assert.Equal(("brain.Event:2", 1_700_000_000.0), (events[0].Version, events[0].WallTime));
        ReadValue[] values = [.. events[1].Values];
        Assert.Equal((3, "loss/dev", 1.25f), (events[1].Step, values[0].Tag, values[0].Scalar));
        Assert.Equal(("notes", "text", "a *b*"), (values[1].Tag, values[1].Plugin, values[1].Text));
        Assert.Equal("picture", values[2].Tag);
        Assert.Equal([1, 2, 3], values[2].Image!);
        Assert.Equal(("_hparams_/session_start_info", "hparams"), (values[3].Tag, values[3].Plugin));
        byte[] session = ReadEvents.Fields(values[3].PluginData).Single(f => f.Field == 3).Bytes;
        Assert.Equal(3, ReadEvents.Fields(session).Count(f => f.Field == 1));
    }

    [Fact]
    public void A_file_that_is_opened_again_loses_later_steps_and_an_incomplete_record_only()
    {
        Write(0, 1, 2, 3);
        string path = EventFile.Find(_folder.Path)!;
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. whole, .. whole[..9]]);
        using (var file = EventFile.Open(_folder.Path, 2, Now.AddHours(1)))
        {
            Assert.Equal(2, file.LastStep);
            file.Append(Now, 3, new EventSummary().Scalar("loss", 9));
        }

        IReadOnlyList<ReadEvent> events = ReadEvents.Of(path);
        Assert.Equal([0, 1, 2, 3], events.Select(e => e.Step));
        Assert.Equal(9, events[^1].Values[0].Scalar);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(70)]
    public void A_damaged_byte_ends_the_file_before_its_record(int at)
    {
        Write(0, 1, 2, 3);
        string path = EventFile.Find(_folder.Path)!;
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at] ^= 0x40;
        File.WriteAllBytes(path, bytes);
        using (EventFile.Open(_folder.Path, 3, Now)) Assert.True(new FileInfo(path).Length <= bytes.Length);
        Assert.True(ReadEvents.Of(path).Count < 4);
    }

    private void Write(long lastStep, params long[] steps)
    {
        using var file = EventFile.Open(_folder.Path, lastStep, Now);
        foreach (long step in steps) file.Append(Now, step, new EventSummary().Scalar("loss", step));
    }
}
