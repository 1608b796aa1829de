using Godot;

namespace PixelGptEnemies;

/// <summary>Draws a row of enemies when the scene starts, and shows each as a sprite.</summary>
public partial class Enemies : Node2D
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The number of enemies.</summary>
    [Export]
    public int Count { get; set; } = 6;

    /// <summary>Width and height of an enemy in pixels.</summary>
    [Export]
    public int Size { get; set; } = 20;

    /// <summary>The seed; another seed gives other enemies.</summary>
    [Export]
    public int Seed { get; set; } = 1;

    /// <summary>A model file (.pixelgpt) of the project; empty for the model that is part of the library. Add *.pixelgpt to the non-resource files of the export preset.</summary>
    [Export(PropertyHint.File, "*.pixelgpt")]
    public string ModelPath { get; set; } = "";

    /// <inheritdoc/>
    public override async void _Ready()
    {
        try
        {
            // A resource is inside of the exported game, where only Godot can read it.
            EnemyPictures pictures = ModelPath.Length == 0 ? new EnemyPictures() : new EnemyPictures(FileAccess.GetFileAsBytes(ModelPath));
            IReadOnlyList<byte[]> drawn = await pictures.DrawAsync(Count, Size, (ulong)Seed, _stop.Token);
            for (int i = 0; i < drawn.Count; i++)
            {
                Image image = Image.CreateFromData(Size, Size, false, Image.Format.Rgba8, drawn[i]);
                AddChild(new Sprite2D { Texture = ImageTexture.CreateFromImage(image), Position = new Vector2(100 + (150 * i), 150), Scale = new Vector2(6, 6) });
            }
        }
        catch (OperationCanceledException)
        {
            // The scene was left before the pictures were ready.
        }
        catch (PixelGpt.PixelGptException e)
        {
            GD.PushError(e.Message);
        }
    }

    /// <inheritdoc/>
    public override void _ExitTree() => _stop.Cancel();
}
