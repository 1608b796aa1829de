using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>The pictures, the data set and the run that the commands of the documentation use.</summary>
public sealed class DocumentedFiles : IAsyncLifetime
{
    private const int Side = 20;
    private const int Sprites = 24;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder with the pictures, which is copied to the working folder of each page.</summary>
    public string Work => _folder["work"];

    /// <summary>The folder with pictures only.</summary>
    public string Pictures => _folder["pictures"];

    /// <summary>The data set of these pictures.</summary>
    public string Data => _folder["data"];

    /// <summary>An evaluated run of the smallest model.</summary>
    public string Run => _folder["run"];

    public async ValueTask InitializeAsync()
    {
        SpriteDataset creatures = await DataReference.Create("creatures").LoadAsync();
        PixelImage[] sprites = [.. creatures["train"].Take(Sprites).Select(sprite => SpriteImage.Render(sprite, creatures.Palette))];
        for (int i = 0; i < Sprites; i++)
        {
            PngWriter.Write(Path.Combine(Pictures, $"{i}.png"), sprites[i]);
            foreach (string folder in i < 8 ? ["singles", "my-pictures"] : (string[])["true-pictures"]) PngWriter.Write(Path.Combine(Work, folder, $"{i}.png"), sprites[i]);
        }

        WritePictures(sprites[0]);
        Write("more", sprites[9]);
        Write("sheet", Sheet(sprites, columns: 14, rows: 10, distance: Side + 1, margin: 1));
        Write("atlas", Sheet(sprites[12..16], columns: 2, rows: 2, distance: Side + 12, margin: 6));
        Write("hero-sheet", Sheet(sprites[..2], columns: 2, rows: 1, distance: Side, margin: 0));
        string frames = string.Join(", ", Enumerable.Range(0, 2).Select(i => $$"""
            {"filename": "hero {{i}}.png", "frame": {"x": {{i * Side}}, "y": 0, "w": 20, "h": 20}, "rotated": false, "trimmed": false,
             "spriteSourceSize": {"x": 0, "y": 0, "w": 20, "h": 20}, "sourceSize": {"w": 20, "h": 20}, "duration": 100}
            """));
        File.WriteAllText(Path.Combine(Work, "hero.json"), $$"""{"frames": [{{frames}}], "meta": {"image": "hero-sheet.png", "size": {"w": 40, "h": 20}, "scale": "1"} }""");

        await RunAsync("data", "import", Pictures, "--out", Data);
        await RunAsync("data", "palette", Path.Combine(Data, "palette.png"), "--out", Path.Combine(Work, "palette.gpl"));
        await RunAsync("train", "--data", Data, "--preset", "tiny", "--epochs", "1", "--out", Run);
        await RunAsync("evaluate", Run, "--no-fid");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes pictures that lack different parts of a sprite.</summary>
    private void WritePictures(PixelImage hero)
    {
        Write("hero", hero);
        Write("half-done", hero, picture => picture.Fill(0, Side / 2, Side, Side / 2, hero[0, 0]));
        Write("hole", hero, picture => picture.Fill(7, 7, 6, 6, default));
        Write("cut", hero, picture => picture.Fill(0, 0, 8, 8, default));
        Write("mask", new PixelImage(Side, Side), mask =>
        {
            mask.Fill(0, 0, Side, Side, new Rgba(0, 0, 0));
            mask.Fill(6, 6, 8, 8, new Rgba(255, 255, 255));
        });
    }

    private void Write(string name, PixelImage picture, Action<PixelImage>? change = null)
    {
        PixelImage copy = picture.Crop(new PixelArea(0, 0, picture.Width, picture.Height));
        change?.Invoke(copy);
        PngWriter.Write(Path.Combine(Work, $"{name}.png"), copy);
    }

    private static PixelImage Sheet(PixelImage[] sprites, int columns, int rows, int distance, int margin)
    {
        var sheet = new PixelImage((2 * margin) + (columns * distance), (2 * margin) + (rows * distance));
        for (int i = 0; i < columns * rows; i++) sheet.Draw(sprites[i % sprites.Length], margin + (i % columns * distance), margin + (i / columns * distance));
        return sheet;
    }

    private static async Task RunAsync(params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync([.. arguments, "--quiet"]);
        Assert.True(result.Code == 0, result.Error);
    }
}
