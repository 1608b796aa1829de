using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs;

public class SharedStartTests
{
    [Fact]
    public void Another_model_is_refused_in_all_processes()
    {
        string[] messages = ThreadGroup.Run(3, group =>
        {
            PixelModel model = TinyModels.PixelModel(seed: group.Rank == 2 ? 2u : 1u);
            return Assert.Throws<AgreedException>(() => SharedStart.CheckSame(group, ("data set", "same"), ("model", ModelChecksum.Of(model)))).Message;
        });
        Assert.StartsWith("rank 2 has another model (", messages[0]);
        Assert.All(messages, message => Assert.Equal(messages[0], message));
    }

    [Fact]
    public void The_checksum_of_a_model_covers_palette_configuration_and_all_members()
    {
        PixelModel one = TinyModels.Ensemble("gpt2", "llama"), free = TinyModels.PixelModel("pixelgpt-free");
        string[] distinct =
        [
            ModelChecksum.Of(one),
            ModelChecksum.Of(TinyModels.Ensemble("gpt2", "pixelgpt")),
            ModelChecksum.Of(TinyModels.PixelModel()),
            ModelChecksum.Of(free),
            ModelChecksum.Of(free.WithPalette(new([.. free.Palette.Colors.Reverse()]))),
        ];
        Assert.Equal(distinct.Length, distinct.Distinct().Count());
        Assert.Equal(distinct[0], ModelChecksum.Of(TinyModels.Ensemble("gpt2", "llama")));
    }
}
